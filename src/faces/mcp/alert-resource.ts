import { InMemoryServerEventBus, ResourceNotFoundError, type Server, type ServerEventBus } from '@modelcontextprotocol/server';
import { CodedError, type Clock } from '../../core/index.ts';
import { callOperation, type CallContext, type WatchHub } from '../../operations/index.ts';
import type { McpFeature } from './feature.ts';

export const ALERTS_URI = 'tallyfoil://alerts';

export type AlertResourceOptions = CallContext & {
  readonly clock: Pick<Clock, 'after'>;
  /** Its answers are shared with topics and alerts. */
  readonly hub: WatchHub;
  /** Lifetime of a server object: a whole connection over stdio, one request of a modern client over HTTP. */
  readonly lifetime: 'connection' | 'request';
};

const LOOK_MS = 1_000;
const SHOWN = 10;
const HINT = { ttlMs: 0, cacheScope: 'private' } as const;

const RESOURCE = {
  uri: ALERTS_URI,
  name: 'alerts',
  title: 'Alerts',
  description: 'The latest firings, and the alerts with their record. Changes when an alert fires.',
  mimeType: 'application/json',
} as const;

/** The resource `tallyfoil://alerts`, and its change notifications. Alerts are not queried until a client listens. */
export function alertResource(options: AlertResourceOptions): McpFeature & { readonly close: () => void } {
  const { clock, hub, lifetime, log, ...context } = options;
  const bus = new InMemoryServerEventBus();
  const listening = new Set<Server>();
  let cancel: (() => void) | null = null;
  let newest: number | null = null;
  let over = false;

  const look = async (): Promise<void> => {
    const { fired } = (await hub.ask('list_alerts', { limit: 0, fired: 1 }, LOOK_MS)) as {
      fired: readonly { readonly seq: number }[];
    };
    const seq = fired[0]?.seq ?? 0;
    const before = newest;
    newest = seq;
    if (before === null || before === seq) return;
    bus.publish({ kind: 'resource_updated', uri: ALERTS_URI });
    for (const server of listening)
      await server.sendResourceUpdated({ uri: ALERTS_URI }).catch((error: unknown) => {
        log.debug({ error: String(error) }, 'a client that listened to alerts is gone');
        listening.delete(server);
      });
  };

  const again = (): void => {
    if (over) return;
    if (listening.size === 0 && bus.listenerCount === 0) {
      cancel = null;
      newest = null;
      return;
    }
    void look()
      // The server is unreachable; listeners see this when they read the resource.
      .catch((error: unknown) => {
        if (!(error instanceof CodedError)) log.error({ error }, 'alerts could not be queried');
      })
      .finally(() => (cancel = clock.after(hub.untilNext(LOOK_MS), again)));
  };

  const begin = (): void => {
    cancel ??= clock.after(0, again);
  };

  const listen = (server: Server): void => {
    listening.add(server);
    begin();
  };

  const heard: ServerEventBus = {
    publish: (event) => bus.publish(event),
    subscribe: (listener) => {
      const leave = bus.subscribe(listener);
      begin();
      return leave;
    },
  };

  return {
    bus: heard,
    capabilities: { resources: { subscribe: true } },
    options: { cacheHints: { 'resources/list': HINT, 'resources/templates/list': HINT, 'resources/read': HINT } },
    tools: [],
    callTool: (name) => Promise.reject(new Error(`no tool ${name}`)),
    install(server, era) {
      // A modern client on a connection listens without a request to this server, so reading the resource counts as interest.
      const seen = () => {
        if (era === 'modern' && lifetime === 'connection') listen(server);
      };
      server.setRequestHandler('resources/list', () => {
        seen();
        return { resources: [RESOURCE] };
      });
      server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [] }));
      server.setRequestHandler('resources/read', async ({ params }) => {
        if (params.uri !== ALERTS_URI) throw new ResourceNotFoundError(params.uri);
        seen();
        const answer = await callOperation({ ...context, log }, 'list_alerts', { limit: SHOWN, fired: SHOWN });
        return { contents: [{ uri: ALERTS_URI, mimeType: 'application/json', text: JSON.stringify(answer) }] };
      });
      if (era === 'modern') return;
      server.setRequestHandler('resources/subscribe', ({ params }) => {
        if (params.uri !== ALERTS_URI) throw new ResourceNotFoundError(params.uri);
        listen(server);
        return {};
      });
      server.setRequestHandler('resources/unsubscribe', () => {
        listening.delete(server);
        return {};
      });
    },
    close() {
      over = true;
      cancel?.();
    },
  };
}
