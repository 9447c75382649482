import type { RestOutcome, UsedWeight } from '../../../core/index.ts';
import { isObject, shown } from '../fields.ts';
import type { JsonObject } from '../fields.ts';
import { readJson } from '../json.ts';
import { LONGEST_WAIT_MS, retryAfterMs } from '../retry-after.ts';

/** The rate-limit bucket of requests without an API key. */
export const BUCKET = 'public';
export const USED_WEIGHT_HEADER = 'x-mbx-used-weight-1m';

const UNKNOWN_SYMBOL = -1121;
/** Code for a symbol with characters that no symbol has, such as `BTC/USDT`. */
const ILLEGAL_CHARACTERS = -1100;

/** The shortest ban that the venue documents: two minutes. */
const SHORTEST_BAN_MS = 120_000;
const BANNED_UNTIL = /\bbanned until (\d{13})\b/;

/**
 * The rest of a ban by its end in the body (ms) and the time of the answer; null if it lacks either. The venue does not always
 * send `retry-after`, and a request during a ban makes it longer.
 */
function restOfBanMs(headers: Readonly<Record<string, string>>, body: string): number | null {
  const until = Number(BANNED_UNTIL.exec(body)?.[1] ?? Number.NaN);
  const rest = until - Date.parse(headers['date'] ?? '');
  return rest >= 0 ? Math.min(rest + 1_000, LONGEST_WAIT_MS) : null;
}

/** The meaning of an answer of any Binance market. */
export function classify(status: number, headers: Readonly<Record<string, string>>, body: string): RestOutcome {
  if (status >= 200 && status < 300) return { kind: 'ok' };
  if (status === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs(headers) };
  if (status === 418)
    return { kind: 'banned', retryAfterMs: retryAfterMs(headers) ?? restOfBanMs(headers, body) ?? SHORTEST_BAN_MS };
  if (status === 451) return { kind: 'blocked', why: 'status 451: the venue does not serve this place' };
  if (status === 403) return { kind: 'blocked', why: "status 403: refused by the venue's firewall" };
  const json = readJson(body);
  const said: JsonObject = json.ok && isObject(json.value) ? json.value : {};
  if (said['code'] === UNKNOWN_SYMBOL) return { kind: 'unknown_symbol' };
  if (said['code'] === ILLEGAL_CHARACTERS && String(said['msg']).includes("'symbol")) return { kind: 'unknown_symbol' };
  return { kind: 'failed', why: `status ${status}: ${shown(said['msg'] ?? body)}` };
}

/** The weight that this IP address has used in the current minute, over all its programs. */
export function usedWeight(headers: Readonly<Record<string, string>>): UsedWeight | null {
  const text = headers[USED_WEIGHT_HEADER];
  return text !== undefined && /^\d{1,9}$/.test(text) ? { bucket: BUCKET, weight: Number(text) } : null;
}
