import type { RestOutcome, UsedWeight } from '../../../core/index.ts';
import { isObject, shown } from '../fields.ts';
import type { JsonObject } from '../fields.ts';
import { readJson } from '../json.ts';
import { retryAfterMs } from '../retry-after.ts';

/** The bucket of what needs no key, in which weight and requests are limited. */
export const BUCKET = 'public';
export const USED_WEIGHT_HEADER = 'x-mbx-used-weight-1m';

const UNKNOWN_SYMBOL = -1121;
/** A symbol of characters that no symbol has, such as `BTC/USDT`. */
const ILLEGAL_CHARACTERS = -1100;

/** What a status of any Binance market means. */
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

/** The weight this address has used in the running minute, over all its programs. */
export function usedWeight(headers: Readonly<Record<string, string>>): UsedWeight | null {
  const text = headers[USED_WEIGHT_HEADER];
  return text !== undefined && /^\d{1,9}$/.test(text) ? { bucket: BUCKET, weight: Number(text) } : null;
}
