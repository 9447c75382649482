import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { US_PER_MINUTE, type Candle } from '../../core/index.ts';
import { aggregateCandles, currentCandles, minuteOf, settleMinute, type CandleStore } from './candles.ts';
import { addTrade, newTape } from './tape.ts';
import { START, tradeEvent } from './testing/stage.ts';

const M0 = minuteOf(START);
const minute = (n: number) => M0 + n * US_PER_MINUTE;

const stated = (n: number, changed: Partial<Candle> = {}): Candle => ({
  start: minute(n),
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  volume: 5,
  trades: null,
  ...changed,
});

/** Trades at seconds of minutes: [minute, second, price, size]. */
function tapeOf(...trades: readonly (readonly [number, number, number, number])[]) {
  const tape = newTape();
  trades.forEach(([n, second, price, size], id) =>
    addTrade(tape, tradeEvent(id, minute(n) + second * 1_000_000, { price, size })),
  );
  return tape;
}

describe('a minute that ends', () => {
  test('is made of our own trades where they cover it whole', () => {
    const candles: CandleStore = new Map([[minute(1), stated(1)]]);
    settleMinute(
      candles,
      tapeOf([0, 59, 1, 1], [1, 0, 100, 1], [1, 20, 103, 2], [1, 40, 99, 3], [1, 59.999_999, 101, 4], [2, 0, 7, 1]),
      minute(1),
    );
    expect(candles.get(minute(1))).toEqual({
      start: minute(1),
      open: 100,
      high: 103,
      low: 99,
      close: 101,
      volume: 10,
      trades: 4,
    });
  });

  test("stays the venue's where they don't, and stays absent where nobody traded", () => {
    const candles: CandleStore = new Map([[minute(1), stated(1)]]);
    const tape = tapeOf([1, 30, 100, 1], [3, 0, 100, 1]);
    settleMinute(candles, tape, minute(1));
    expect(candles.get(minute(1))).toEqual(stated(1));
    settleMinute(candles, tape, minute(2));
    expect(candles.has(minute(2))).toBe(false);
  });

  test('ends what is a day old', () => {
    const candles: CandleStore = new Map([
      [minute(0), stated(0)],
      [minute(1), stated(1)],
    ]);
    settleMinute(candles, newTape(), minute(1_440));
    expect([...candles.keys()]).toEqual([minute(1)]);
  });
});

test("now: the venue's minutes first, then ours, the running one last", () => {
  const candles: CandleStore = new Map([
    [minute(0), stated(0)],
    [minute(1), stated(1)],
  ]);
  const tape = tapeOf([1, 30, 200, 1], [2, 5, 201, 2], [2, 50, 202, 1], [3, 1, 203, 1]);
  const now = currentCandles(candles, tape, []);
  expect(now.candles.map(({ start, close, volume }) => [(start - M0) / US_PER_MINUTE, close, volume])).toEqual([
    [0, 11, 5],
    [1, 11, 5],
    [2, 202, 3],
    [3, 203, 1],
  ]);
  expect(currentCandles(new Map(), newTape(), []).candles).toEqual([]);
});

test('longer candles hold what their minutes hold, aligned to the epoch', () => {
  const some = fc.uniqueArray(fc.record({ n: fc.nat(600), open: fc.nat(50), close: fc.nat(50), volume: fc.nat(9) }), {
    selector: ({ n }) => n,
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(some, fc.constantFrom(1, 5, 15, 30, 60, 240), (given, minutes) => {
      const candles = given
        .toSorted((a, b) => a.n - b.n)
        .map(({ n, open, close, volume }) =>
          stated(n, { open, close, volume, high: Math.max(open, close), low: Math.min(open, close) }),
        );
      const long = aggregateCandles(candles, minutes, Infinity);
      const sum = (list: readonly Candle[]) => list.reduce((total, { volume }) => total + volume, 0);
      expect(sum(long)).toBe(sum(candles));
      expect(long.at(0)?.open).toBe(candles.at(0)?.open);
      expect(long.at(-1)?.close).toBe(candles.at(-1)?.close);
      expect(Math.max(...long.map(({ high }) => high))).toBe(Math.max(...candles.map(({ high }) => high)));
      expect(
        long.every(({ start, low, high, open }) => start % (minutes * US_PER_MINUTE) === 0 && low <= open && open <= high),
      ).toBe(true);
      expect(aggregateCandles(candles, minutes, 2)).toEqual(long.slice(-2));
    }),
  );
});
