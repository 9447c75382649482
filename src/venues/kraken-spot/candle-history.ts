import { candleHistoryInput, ok, US_PER_SECOND } from '../../core/index.ts';
import type { CallerQuestionOf, CandleHistoryInput, CandleInterval } from '../../core/index.ts';
import { askedCandles, nextCandles, readCandleRows } from '../wire/candle-rows.ts';
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

/** `[seconds, open, high, low, close, vwap, volume, trades]` */
const PLACES = { time: secondsToMicros, volume: '6', quoteVolume: null, trades: '7' };

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
  decode: resultAnswer((result, input: Pick<CandleHistoryInput, 'from' | 'limit'>) => {
    const read = readCandleRows(rowsOf(result), PLACES);
    // The venue has no limit: it sends all that it keeps.
    return read.ok ? ok(askedCandles(input, read.value)) : read;
  }),
  next: (input, candles) => nextCandles(input, candles, MOST),
};
