import {
  CANDLE_INTERVALS,
  ok,
  refuse,
  US_PER_MS,
  candleHistoryInput,
  candleStartAfter,
  epochToMicros,
} from '../../../core/index.ts';
import type { CallerQuestionOf, CandleHistoryInput, Result, VenueCandle } from '../../../core/index.ts';
import { FieldReader, shown } from '../fields.ts';
import { jsonAnswer } from '../json.ts';
import { decimalText } from '../numbers.ts';
import { query } from './query.ts';

/** Most candles of one answer, at the weight given below. */
const MOST = 1_000;

/** `[open time, open, high, low, close, volume, close time, quote volume, trades, …]` */
function readRow(row: unknown): Result<VenueCandle> {
  if (!Array.isArray(row)) return refuse('bad_field', shown(row));
  const read = new FieldReader(row, decimalText);
  const candle: VenueCandle = {
    start: read.time('0', epochToMicros),
    open: read.positive('1'),
    high: read.positive('2'),
    low: read.positive('3'),
    close: read.positive('4'),
    volume: read.amount('5'),
    quoteVolume: read.amount('7'),
    trades: read.whole('8'),
  };
  return read.problem === null ? ok(candle) : refuse(read.problem.reason, read.problem.detail);
}

/** All rows or none, because a candle left out would look like a hole of the market. */
function readRows(value: unknown): Result<readonly VenueCandle[]> {
  if (!Array.isArray(value)) return refuse('unknown_frame', shown(value));
  const found: VenueCandle[] = [];
  for (const row of value as readonly unknown[]) {
    const candle = readRow(row);
    if (!candle.ok) return candle;
    if (candle.value.start <= (found.at(-1)?.start ?? 0)) return refuse('bad_order', 'open time: not after the one before');
    found.push(candle.value);
  }
  return ok(found);
}

/** Candles of a Binance market, the newest or from a time on. Venue document: "Kline/Candlestick Data". */
export const binanceCandleHistory = (
  path: string,
  { bucket, weight }: { readonly bucket: string; readonly weight: number },
): CallerQuestionOf<'candle_history'> => ({
  id: 'candle_history',
  version: 1,
  bucket,
  weight,
  freshMs: 2_000,
  intervals: CANDLE_INTERVALS,
  most: MOST,
  reachesBack: 'all',
  input: candleHistoryInput,
  request: ({ symbol, interval, from, limit }) => ({
    path: query(path, {
      symbol,
      interval,
      ...(from === null ? {} : { startTime: Math.ceil(from / US_PER_MS) }),
      limit: Math.min(limit, MOST),
    }),
  }),
  decode: jsonAnswer(readRows),
  next: (input: CandleHistoryInput, candles) => {
    const last = candles.at(-1);
    const isFull = input.from !== null && candles.length >= Math.min(input.limit, MOST);
    return isFull && last !== undefined ? { ...input, from: candleStartAfter(last.start, input.interval, 1) } : null;
  },
});
