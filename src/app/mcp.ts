// Imports single files, because a directory's index also loads the HTTP server and the venue connections, and a client would wait for them.
import { alertResource } from '../faces/mcp/alert-resource.ts';
import { boundedStdio, serveMcpStdio } from '../faces/mcp/stdio.ts';
import type { Actions, McpOptions, Running } from '../faces/cli/index.ts';
import { remoteBoundary } from '../client/index.ts';
import { compileCatalogue, createWatchHub, type Boundary, type RemoteContext } from '../operations/index.ts';
import { systemClock } from '../runtime/transport/system-clock.ts';
import { checkedUrl, enduringBoundary, findServer, simulatedRefused } from './backend.ts';
import { createContext, type Context } from './context.ts';
import { VERSION } from './version.ts';

/** Becomes the server of the data directory, or finds the server that started first. */
async function host(context: Context, options: McpOptions, own: (running: Running) => void): Promise<Boundary> {
  // Loaded late, because a client waits for the tool list.
  const { becomeServer } = await import('./become-server.ts');
  const running = await becomeServer(context, options);
  if (running !== null) {
    own(running);
    const owner = await findServer(context.config);
    // A process that only reads from the bus has no directory and no token.
    return remoteBoundary(owner?.url === running.url ? owner : { url: running.url });
  }
  const owner = await findServer(context.config);
  if (owner === null) throw new Error('the server that owns the data directory is gone');
  return remoteBoundary(owner);
}

/** MCP over stdio: talks to the owner of the data directory; without one, takes the lock and hosts the server. */
export const mcp: Actions['mcp'] = async (options) => {
  const context = createContext(options);
  const url = options.url === undefined ? undefined : checkedUrl(options.url);
  const hosted: Running[] = [];
  const find = async (): Promise<Boundary> => {
    if (url !== undefined) return remoteBoundary({ url });
    const owner = await findServer(context.config);
    if (owner !== null && owner.source === 'simulated' && !options.allowSimulated)
      throw simulatedRefused({ source: owner.source });
    return owner === null ? host(context, options, (running) => hosted.push(running)) : remoteBoundary(owner);
  };
  const boundary = enduringBoundary(find, { simulated: options.allowSimulated ? 'take' : 'refuse' });
  const face: RemoteContext = {
    registry: compileCatalogue({ detail: 'concise' }),
    boundary,
    caller: { principal: `stdio ${process.pid}`, via: 'stdio', client: null },
    log: context.log,
  };
  const hub = createWatchHub({ context: face, clock: systemClock });
  const feature = alertResource({ ...face, hub, clock: systemClock, lifetime: 'connection' });
  const transport = boundedStdio(process.stdin, process.stdout);
  const handle = serveMcpStdio({ ...face, feature, surface: options.surface, version: VERSION, transport });
  await new Promise<void>((resolve) => {
    void transport.ended.then(resolve);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  feature.close();
  await handle.close();
  for (const running of hosted) await running.close();
};
