import { CANDLE_INTERVALS, candleHistoryInput, epochToMicros, ok, US_PER_MS } from '../../../core/index.ts';
import type { CallerQuestionOf, CandleHistoryInput } from '../../../core/index.ts';
import { askedCandles, nextCandles, readCandleRows } from '../candle-rows.ts';
import { jsonAnswer } from '../json.ts';
import { query } from './query.ts';

/** Most candles of one answer, at the weight given below. */
const MOST = 1_000;

/** `[open time, open, high, low, close, volume, close time, quote volume, trades, …]` */
const PLACES = { time: epochToMicros, volume: '5', quoteVolume: '7', trades: '8' };

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
  decode: jsonAnswer((rows, input: Pick<CandleHistoryInput, 'from' | 'limit'>) => {
    const read = readCandleRows(rows, PLACES);
    return read.ok ? ok(askedCandles(input, read.value)) : read;
  }),
  next: (input, candles) => nextCandles(input, candles, MOST),
});
