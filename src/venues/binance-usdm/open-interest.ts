import { ok, refuse, epochToMicros } from '../../core/index.ts';
import type { DecodedData, Poll, Result, SymbolInput } from '../../core/index.ts';
import { query } from '../wire/binance/query.ts';
import { BUCKET } from '../wire/binance/refusals.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import { jsonAnswer } from '../wire/json.ts';
import { decimalText } from '../wire/numbers.ts';

/** One side of all open positions, in base currency. */
function readOpenInterest(value: unknown, { symbol }: SymbolInput): Result<readonly DecodedData<'open_interest'>[]> {
  if (!isObject(value)) return refuse('unknown_frame', shown(value));
  const read = new FieldReader(value, decimalText);
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

/** Polled, because the venue has no stream for it. */
export const openInterest = {
  question: {
    id: 'open_interest',
    bucket: BUCKET,
    weight: 1,
    request: ({ symbol }) => ({ path: query('/fapi/v1/openInterest', { symbol }) }),
    decode: jsonAnswer(readOpenInterest),
  },
  stream: 'open_interest',
  everyMs: 15_000,
} as const satisfies Poll;
