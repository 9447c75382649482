import { candleHistoryInput, candleStartAfter, ok, refuse, US_PER_SECOND } from '../../core/index.ts';
import type { CallerQuestionOf, CandleInterval, Result, VenueCandle } from '../../core/index.ts';
import { FieldReader, shown, type JsonObject } from '../wire/fields.ts';
import { decimalText } from '../wire/numbers.ts';
import { COST, pairOf, resultAnswer, rowsOf, secondsToMicros } from './questions.ts';

const MINUTES: Readonly<Partial<Record<CandleInterval, number>>> = {
  '1m': 1,
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '1h': 60,
  '4h': 240,
  '1d': 1_440,
  '1w': 10_080,
};

/** The venue answers with the newest 720 candles of an interval, and with no older ones. */
const MOST = 720;

/** `[seconds, open, high, low, close, vwap, volume, trades]`; all rows or none. */
function readRows(result: JsonObject): Result<readonly VenueCandle[]> {
  const rows = rowsOf(result);
  if (!Array.isArray(rows)) return refuse('unknown_frame', shown(rows));
  const found: VenueCandle[] = [];
  for (const row of rows as readonly unknown[]) {
    if (!Array.isArray(row)) return refuse('bad_field', shown(row));
    const read = new FieldReader(row, decimalText);
    const candle: VenueCandle = {
      start: read.time('0', secondsToMicros),
      open: read.positive('1'),
      high: read.positive('2'),
      low: read.positive('3'),
      close: read.positive('4'),
      volume: read.amount('6'),
      quoteVolume: null,
      trades: read.whole('7'),
    };
    if (read.problem !== null) return refuse(read.problem.reason, read.problem.detail);
    if (candle.start <= (found.at(-1)?.start ?? 0)) return refuse('bad_order', 'time: not after the one before');
    found.push(candle);
  }
  return ok(found);
}

/** Candles, the newest or from a time on. Venue document: "Get OHLC Data". */
export const candleHistory: CallerQuestionOf<'candle_history'> = {
  ...COST,
  id: 'candle_history',
  version: 1,
  freshMs: 2_000,
  intervals: Object.keys(MINUTES) as CandleInterval[],
  most: MOST,
  reachesBack: MOST,
  input: candleHistoryInput,
  /** `since` is exclusive and in seconds. */
  request: ({ symbol, interval, from }) => {
    const minutes = MINUTES[interval];
    if (minutes === undefined) return null;
    const since = from === null ? '' : `&since=${Math.max(0, Math.ceil(from / US_PER_SECOND) - 1)}`;
    return { path: `/0/public/OHLC?pair=${pairOf(symbol)}&interval=${minutes}${since}` };
  },
  decode: resultAnswer((result, { from, limit }: { readonly from: number | null; readonly limit: number }) => {
    const read = readRows(result);
    // The venue has no limit: it sends all that it keeps.
    return read.ok ? ok(from === null ? read.value.slice(-limit) : read.value.slice(0, limit)) : read;
  }),
  next: (input, candles) => {
    const last = candles.at(-1);
    const isFull = input.from !== null && candles.length >= input.limit;
    return isFull && last !== undefined ? { ...input, from: candleStartAfter(last.start, input.interval, 1) } : null;
  },
};
