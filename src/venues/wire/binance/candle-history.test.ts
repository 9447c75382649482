import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../../test/testing/scale.ts';
import { answerOf, asking } from '../../../../test/venues/asking.ts';
import { hostileJson } from '../../../../test/venues/hostile.ts';
import { binanceCandleHistory } from './candle-history.ts';

const question = binanceCandleHistory('/api/v3/klines', { bucket: 'public', weight: 2 });
const input = { symbol: 'BTCUSDT', interval: '1h', from: null, limit: 3 } as const;
const HOUR = 3_600_000;
const T = 1_499_040_000_000;
/** The row of the venue's document, "Kline/Candlestick Data". */
const row = (start = T) => [
  start,
  '0.01634790',
  '0.80000000',
  '0.01575800',
  '0.01577100',
  '148976.11427815',
  start + HOUR - 1,
  '2434.19055334',
  308,
  '1756.87402397',
  '28.46694368',
  '0',
];

test('the newest candles, or those from a time on; a month keeps its capital letter', () => {
  expect(asking(question, input).call?.path).toBe('/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=3');
  expect(asking(question, { ...input, interval: '1M', from: T * 1_000 + 1 }).call?.path).toBe(
    `/api/v3/klines?symbol=BTCUSDT&interval=1M&startTime=${T + 1}&limit=3`,
  );
});

test('rows with volumes in base and quote currency', () => {
  expect(answerOf(asking(question, input), [row(), row(T + HOUR)])).toMatchObject([
    {
      start: T * 1_000,
      open: 0.016_347_9,
      high: 0.8,
      low: 0.015_758,
      close: 0.015_771,
      volume: 148_976.114_278_15,
      quoteVolume: 2_434.190_553_34,
      trades: 308,
    },
    { start: (T + HOUR) * 1_000 },
  ]);
});

test.each([
  ['the order', [row(T + HOUR), row()], 'bad_order'],
  ['a price of 0', [row().with(1, '0')], 'bad_number'],
  ['a row that is no list', [{}], 'bad_field'],
  ['an error', { code: -1 }, 'unknown_frame'],
])('%s is refused as a whole', (_, body, reason) => expect(answerOf(asking(question, input), body)).toMatchObject({ reason }));

test('a full page from a time on has a next one', () => {
  const page = answerOf(asking(question, input), [row(), row(T + HOUR), row(T + 2 * HOUR)]);
  const candles = page as Parameters<typeof question.next>[1];
  expect(question.next({ ...input, from: T * 1_000 }, candles)).toEqual({ ...input, from: (T + 3 * HOUR) * 1_000 });
  expect(question.next(input, candles)).toBeNull();
  expect(question.next({ ...input, from: 0, limit: 4 }, candles)).toBeNull();
});

test('nothing throws, whatever the body', () => {
  fc.assert(
    fc.property(fc.oneof(hostileJson, fc.string()), (body) => {
      question.decode(input, body);
    }),
    { numRuns: runs(100) },
  );
});

test('an impossible candle is refused, and rows that were not asked for are left out', () => {
  const low = row();
  low[3] = '0.9';
  expect(answerOf(asking(question, input), [low])).toMatchObject({ reason: 'bad_field' });
  const many = Array.from({ length: 5 }, (_, i) => row(T + i * HOUR));
  const startsOf = (asked: object) =>
    (answerOf(asking(question, { ...input, ...asked }), many) as { start: number }[]).map(({ start }) => start / 1_000);
  expect(startsOf({})).toEqual([T + 2 * HOUR, T + 3 * HOUR, T + 4 * HOUR]);
  expect(startsOf({ from: T * 1_000 })).toEqual([T, T + HOUR, T + 2 * HOUR]);
});
