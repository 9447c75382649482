import { isRecord, parseBounded } from '../../core/index.ts';
import { post, type Posted } from './post.ts';
import { retryAfterMs } from './retry-after.ts';
import type { WebhookAnswer } from './webhook.ts';

export interface ChatMessage {
  readonly text: string;
  /** Seconds since the epoch. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

const MOST_READ = 65_536;
const MS = 1_000;
const OK = 200;
const REDIRECT = 300;
const NOT_FOUND = 404;
const TOO_MANY = 429;
/** Longest texts that the services accept, in UTF-16 units. */
const MOST_TELEGRAM = 4_096;
const MOST_DISCORD = 2_000;

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/**
 * Sends a message to a chat by a bot. Bot API, "Making requests" and "sendMessage": POST /bot<token>/sendMessage; an error has
 * `description`, and after too many messages `parameters.retry_after` in seconds.
 */
export async function sendTelegram(
  to: { readonly api: string; readonly token: string; readonly chat: string },
  { text, seconds, signal }: ChatMessage,
): Promise<WebhookAnswer> {
  const body = JSON.stringify({
    chat_id: to.chat,
    text: cut(text, MOST_TELEGRAM),
    link_preview_options: { is_disabled: true },
  });
  const answer = await post(new URL(`/bot${to.token}/sendMessage`, to.api), { headers: {}, body, signal, mostRead: MOST_READ });
  if (typeof answer === 'string') return failed(answer);
  const said = objectIn(answer);
  if (answer.status === OK && said['ok'] === true) return { ok: true };
  const { parameters, description } = said;
  const wait = isRecord(parameters) ? parameters['retry_after'] : undefined;
  return refusedBy('Telegram', answer, description, wait, seconds);
}

/**
 * Executes a webhook of a Discord channel. Webhook resource, "Execute Webhook": POST of `content`, 204 without a body; "Rate Limits":
 * status 429 with `retry_after` in seconds. No mention in the text notifies anyone.
 */
export async function sendDiscord(url: string, { text, seconds, signal }: ChatMessage): Promise<WebhookAnswer> {
  const content = cut(escapeMarkdown(text), MOST_DISCORD);
  const body = JSON.stringify({ content, allowed_mentions: { parse: [] } });
  const answer = await post(new URL(url), { headers: {}, body, signal, mostRead: MOST_READ });
  if (typeof answer === 'string') return failed(answer);
  if (answer.status >= OK && answer.status < REDIRECT) return { ok: true };
  if (answer.status === NOT_FOUND)
    return { ok: false, problem: 'Discord says that there is no such webhook (404)', canRetry: false, afterMs: null };
  const said = objectIn(answer);
  return refusedBy('Discord', answer, said['message'], said['retry_after'], seconds);
}

/** Names such as `spread_bps` would be shown in italics. */
const escapeMarkdown = (text: string): string => text.replaceAll(/[\\*_~`|>#[\]()-]/g, String.raw`\$&`);

const failed = (problem: string, afterMs: number | null = null): WebhookAnswer => ({
  ok: false,
  problem,
  canRetry: true,
  afterMs,
});

/** An answer other than success. It is tried again, so that messages arrive once a wrong setting is mended. */
function refusedBy(name: string, answer: Posted, said: unknown, wait: unknown, nowSeconds: number): WebhookAnswer {
  const isWait = answer.status === TOO_MANY && typeof wait === 'number' && wait >= 0 && Number.isFinite(wait);
  const afterMs = isWait ? Math.ceil(wait * MS) : retryAfterMs(answer.retryAfter, nowSeconds);
  const words = typeof said === 'string' && said !== '' ? `: ${said.slice(0, 200)}` : '';
  return failed(`${name} answered ${answer.status}${words}`, afterMs);
}

function objectIn({ text }: Posted): Readonly<Record<string, unknown>> {
  const read = parseBounded(text, { maxLength: MOST_READ });
  return read.ok && isRecord(read.value) ? read.value : {};
}
