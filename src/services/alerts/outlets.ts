import { US_PER_SECOND, type Clock, type Log } from '../../core/index.ts';
import { postWebhook, refuseUrl, sendDiscord, sendTelegram, type Desktop } from '../../runtime/outlets/index.ts';
import type { Outlets, Sent } from './outbox.ts';

/** Chats that messages go to. Secrets are functions, so that printing their holder can't reveal them; null if not set. */
export interface Chats {
  /** `api` is another address only in tests. */
  readonly telegram: { readonly api: string; readonly token: () => string; readonly chat: string } | null;
  /** The address of a channel's webhook. */
  readonly discord: (() => string) | null;
}

export interface OutletOptions {
  /** Secret shared with receivers, at least 16 characters; null if none is set. */
  readonly secret: (() => string) | null;
  readonly webhookHosts: readonly string[];
  readonly desktop: Desktop;
  readonly chats: Chats;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

const NO_SECRET = 'no secret is set: TALLYFOIL_WEBHOOK_SECRET or TALLYFOIL_WEBHOOK_SECRET_FILE, 16 characters at least';
const NO_CHAT = {
  telegram: 'TALLYFOIL_TELEGRAM_TOKEN (or TALLYFOIL_TELEGRAM_TOKEN_FILE) and TALLYFOIL_TELEGRAM_CHAT are not both set',
  discord: 'TALLYFOIL_DISCORD_WEBHOOK_URL (or TALLYFOIL_DISCORD_WEBHOOK_URL_FILE) is not set',
} as const;
const isChat = (outlet: string): outlet is keyof typeof NO_CHAT => Object.hasOwn(NO_CHAT, outlet);
const TAIL = 4;

interface Alert {
  readonly text: string;
  readonly source?: unknown;
  readonly note?: string | null;
  readonly as_of?: string;
  readonly receipt?: string | null;
}

/** The sentence, the author's note, the time of the answer and its receipt, a line each. */
const chatText = ({ text, note, as_of: asOf, receipt }: Alert): string =>
  [text, note, asOf, receipt].filter((line) => typeof line === 'string' && line !== '').join('\n');

/** Data that are not live are marked in the title too, because some desktops show only the title. */
const titleOf = (source: unknown): string => (source === 'live' ? 'Tallyfoil' : `Tallyfoil ${String(source).toUpperCase()}`);

/** The outlets of a running server: its log, its desktop, chats and webhooks. */
export function createOutlets({ secret, webhookHosts, desktop, chats, clock, log }: OutletOptions): Outlets {
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

  const sendChat = async (outlet: keyof typeof NO_CHAT, text: string, signal: AbortSignal): Promise<Sent> => {
    const { telegram, discord } = chats;
    const message = { text, seconds: Math.floor(clock.now() / US_PER_SECOND), signal };
    const answer =
      outlet === 'discord'
        ? discord && (await sendDiscord(discord(), message))
        : telegram && (await sendTelegram({ ...telegram, token: telegram.token() }, message));
    if (answer === null) return { kind: 'failed', problem: NO_CHAT[outlet], afterMs: null };
    if (answer.ok) return { kind: 'taken' };
    const { problem, canRetry, afterMs } = answer;
    return canRetry ? { kind: 'failed', problem, afterMs } : { kind: 'refused', problem };
  };

  return {
    refuse: async (outlet) => {
      if (outlet === 'log') return null;
      if (isChat(outlet)) return chats[outlet] === null ? NO_CHAT[outlet] : null;
      return outlet === 'desktop' ? desktop.refuse() : refuseWebhook(outlet);
    },
    shown: (outlet) => {
      if (!URL.canParse(outlet)) return outlet;
      const { origin, pathname, search } = new URL(outlet);
      const rest = `${pathname}${search}`;
      return rest === '/' ? `${origin}/` : `${origin}/…${rest.slice(1).slice(-TAIL)}`;
    },
    send: async (message, signal) => {
      const { outlet } = message;
      if (outlet !== 'log' && outlet !== 'desktop' && !isChat(outlet)) return sendWebhook(message, signal);
      const alert = JSON.parse(message.body) as Alert;
      if (isChat(outlet)) return sendChat(outlet, chatText(alert), signal);
      if (message.outlet === 'log') {
        log.warn({ delivery: message.id, alert }, 'alert');
        return { kind: 'taken' };
      }
      const problem = await desktop.show(titleOf(alert.source), alert.text);
      return problem === null ? { kind: 'taken' } : { kind: 'failed', problem, afterMs: null };
    },
  };
}
