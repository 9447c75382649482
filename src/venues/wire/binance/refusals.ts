import type { RestOutcome, UsedWeight } from '../../../core/index.ts';
import { isObject, shown } from '../fields.ts';
import type { JsonObject } from '../fields.ts';
import { readJson } from '../json.ts';
import { retryAfterMs } from '../retry-after.ts';

/** The rate-limit bucket of requests without an API key. */
export const BUCKET = 'public';
export const USED_WEIGHT_HEADER = 'x-mbx-used-weight-1m';

const UNKNOWN_SYMBOL = -1121;
/** Code for a symbol with characters that no symbol has, such as `BTC/USDT`. */
const ILLEGAL_CHARACTERS = -1100;

/** The meaning of an answer of any Binance market. */
export function classify(status: number, headers: Readonly<Record<string, string>>, body: string): RestOutcome {
  if (status >= 200 && status < 300) return { kind: 'ok' };
  if (status === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs(headers) };
  if (status === 418) return { kind: 'banned', retryAfterMs: retryAfterMs(headers) };
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
