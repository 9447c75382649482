import { ok, refuse } from '../../core/index.ts';
import type { DecodedData, Poll, Result } from '../../core/index.ts';
import { BUCKET } from '../wire/binance/refusals.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import { decimalText, epochToMicros } from '../wire/numbers.ts';

/** The body of `/fapi/v1/openInterest`: one side of all open positions, in base currency. */
export function readOpenInterest(symbol: string, body: string): Result<readonly DecodedData<'open_interest'>[]> {
  const json = readJson(body);
  if (!json.ok) return json;
  if (!isObject(json.value)) return refuse('unknown_frame', shown(json.value));
  const read = new FieldReader(json.value, decimalText);
  const named = read.symbol('symbol');
  if (named !== symbol) read.refuse('bad_symbol', `symbol: ${shown(named)} is not ${symbol}`);
  const message: DecodedData<'open_interest'> = {
    kind: 'open_interest',
    symbol,
    tsEvent: read.time('time', epochToMicros),
    openInterest: read.amount('openInterest'),
    unit: 'base',
    openInterestValue: null,
  };
  return read.problem === null ? ok([message]) : refuse(read.problem.reason, read.problem.detail);
}

/** The venue sends it by no socket. */
export const openInterest = {
  id: 'open_interest',
  stream: 'open_interest',
  everyMs: 15_000,
  request: (symbol) => ({ path: `/fapi/v1/openInterest?symbol=${encodeURIComponent(symbol)}`, bucket: BUCKET, weight: 1 }),
  decode: readOpenInterest,
} as const satisfies Poll;
