import { US_PER_SECOND, type Clock, type Log } from '../../core/index.ts';
import { postWebhook, refuseUrl, type Desktop } from '../../runtime/outlets/index.ts';
import type { Outlets, Sent } from './outbox.ts';

export interface OutletOptions {
  /** Secret shared with receivers, at least 16 characters; null if none is set. */
  readonly secret: (() => string) | null;
  readonly webhookHosts: readonly string[];
  readonly desktop: Desktop;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

const NO_SECRET = 'no secret is set: TALLYFOIL_WEBHOOK_SECRET or TALLYFOIL_WEBHOOK_SECRET_FILE, 16 characters at least';
const TAIL = 4;

/** Data that are not live are marked in the title too, because some desktops show only the title. */
const titleOf = (source: unknown): string => (source === 'live' ? 'Tallyfoil' : `Tallyfoil ${String(source).toUpperCase()}`);

/** The outlets of a running server: its log, its desktop, and webhooks. */
export function createOutlets({ secret, webhookHosts, desktop, clock, log }: OutletOptions): Outlets {
  const refuseWebhook = (url: string): string | null => refuseUrl(url, webhookHosts) ?? (secret === null ? NO_SECRET : null);

  const sendWebhook = async (message: Parameters<Outlets['send']>[0], signal: AbortSignal): Promise<Sent> => {
    // Messages are kept, so that sending continues once a secret that was missing at a restart is set again.
    if (secret === null) return { kind: 'failed', problem: NO_SECRET, afterMs: null };
    const seconds = Math.floor(clock.now() / US_PER_SECOND);
    const { id, outlet: url, body } = message;
    const answer = await postWebhook({ url, id, body, secret: secret(), seconds, allowed: webhookHosts, signal });
    if (answer.ok) return { kind: 'taken' };
    const { problem, canRetry, afterMs } = answer;
    return canRetry ? { kind: 'failed', problem, afterMs } : { kind: 'refused', problem };
  };

  return {
    refuse: async (outlet) => {
      if (outlet === 'log') return null;
      return outlet === 'desktop' ? desktop.refuse() : refuseWebhook(outlet);
    },
    shown: (outlet) => {
      if (!URL.canParse(outlet)) return outlet;
      const { origin, pathname, search } = new URL(outlet);
      const rest = `${pathname}${search}`;
      return rest === '/' ? `${origin}/` : `${origin}/…${rest.slice(1).slice(-TAIL)}`;
    },
    send: async (message, signal) => {
      if (message.outlet !== 'log' && message.outlet !== 'desktop') return sendWebhook(message, signal);
      const alert = JSON.parse(message.body) as { readonly text: string; readonly source?: unknown };
      if (message.outlet === 'log') {
        log.warn({ delivery: message.id, alert }, 'alert');
        return { kind: 'taken' };
      }
      const problem = await desktop.show(titleOf(alert.source), alert.text);
      return problem === null ? { kind: 'taken' } : { kind: 'failed', problem, afterMs: null };
    },
  };
}
