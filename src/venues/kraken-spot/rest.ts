import type { RestOutcome, VenueRest } from '../../core/index.ts';
import { isObject, shown } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import { retryAfterMs } from '../wire/retry-after.ts';

const NO_ERROR = /^\s*\{\s*"error"\s*:\s*\[\s*\]/;

/** The venue answers most failures with status 200 and names them in `error`. */
function classify(status: number, headers: Readonly<Record<string, string>>, body: string): RestOutcome {
  if (status === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs(headers) };
  if (status === 403 || status === 451) return { kind: 'blocked', why: `status ${status}` };
  if (status >= 200 && status < 300 && NO_ERROR.test(body)) return { kind: 'ok' };
  const said = errorsOf(body);
  if (said === null) return { kind: 'failed', why: `status ${status}: ${shown(body)}` };
  if (said.length === 0) return status >= 200 && status < 300 ? { kind: 'ok' } : { kind: 'failed', why: `status ${status}` };
  const text = said.join(', ');
  if (/Temporary lockout/i.test(text)) return { kind: 'banned', retryAfterMs: null };
  if (/Rate limit|Too many requests|Throttled/i.test(text)) return { kind: 'throttled', retryAfterMs: retryAfterMs(headers) };
  if (/Unknown asset pair/i.test(text)) return { kind: 'unknown_symbol' };
  return { kind: 'failed', why: shown(text) };
}

function errorsOf(body: string): readonly string[] | null {
  const json = readJson(body);
  if (!json.ok || !isObject(json.value) || !Array.isArray(json.value['error'])) return null;
  return json.value['error'].map(String);
}

export const rest: VenueRest = {
  probe: () => '/0/public/Time',
  classify,
  usedWeight: () => null,
};
