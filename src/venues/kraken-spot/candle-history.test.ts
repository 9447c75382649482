import { expect, test } from 'vitest';
import { answerOf, asking } from '../../../test/venues/asking.ts';
import { candleHistory } from './candle-history.ts';

const input = { symbol: 'BTC/USD', interval: '1h', from: null, limit: 2 } as const;
const HOUR = 3_600;
const T = 1_688_670_000;
/** A row as in the venue's document, "Get OHLC Data". */
const row = (start: number) => [start, '30306.1', '30306.2', '30305.7', '30305.7', '30306.1', '3.39243896', 23];
const body = (starts: readonly number[]) => ({
  error: [],
  result: { XXBTZUSD: starts.map(row), last: starts.at(-1) },
});

test('an interval in minutes, and an exclusive start in seconds; a month is not offered', () => {
  expect(asking(candleHistory, { ...input, interval: '1w' }).call?.path).toBe('/0/public/OHLC?pair=XBTUSD&interval=10080');
  expect(asking(candleHistory, { ...input, from: T * 1_000_000 }).call?.path).toBe(
    `/0/public/OHLC?pair=XBTUSD&interval=60&since=${T - 1}`,
  );
  expect(asking(candleHistory, { ...input, interval: '1M' }).call).toBeNull();
  expect(candleHistory.intervals).not.toContain('1M');
});

test('the newest candles of all that the venue sends, or the first ones from a time on', () => {
  const starts = [T, T + HOUR, T + 2 * HOUR];
  const read = (from: number | null) =>
    (answerOf(asking(candleHistory, { ...input, from }), body(starts)) as { start: number }[]).map(({ start }) => start / 1e6);
  expect(read(null)).toEqual([T + HOUR, T + 2 * HOUR]);
  expect(read(T * 1_000_000)).toEqual([T, T + HOUR]);
});

test('volume is in base currency, and the volume in quote currency is unknown', () => {
  expect(answerOf(asking(candleHistory, input), body([T]))).toEqual([
    {
      start: T * 1_000_000,
      open: 30_306.1,
      high: 30_306.2,
      low: 30_305.7,
      close: 30_305.7,
      volume: 3.392_438_96,
      quoteVolume: null,
      trades: 23,
    },
  ]);
});

test.each([
  ['the order', body([T, T]), 'bad_order'],
  ['a row that is no list', { error: [], result: { X: [{}], last: 0 } }, 'bad_field'],
  ['no rows', { error: [], result: { last: 0 } }, 'unknown_frame'],
])('%s is refused as a whole', (_, answer, reason) =>
  expect(answerOf(asking(candleHistory, input), answer)).toMatchObject({ reason }),
);
