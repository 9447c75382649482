import { describe, expect, test } from 'vitest';
import { settleMinute, type CandleStore } from './candles.ts';
import { newTape } from './tape.ts';
import { minute, stated, tapeOf } from './testing/minutes.ts';

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

  test("stays the venue's where they don't; without trades it is flat at the last price, as venues state it", () => {
    const candles: CandleStore = new Map([[minute(1), stated(1)]]);
    const tape = tapeOf([1, 30, 100, 1], [1, 50, 104, 1], [3, 0, 107, 1]);
    settleMinute(candles, tape, minute(1));
    expect(candles.get(minute(1))).toEqual(stated(1));
    settleMinute(candles, tape, minute(2));
    expect(candles.get(minute(2))).toEqual({
      start: minute(2),
      open: 104,
      high: 104,
      low: 104,
      close: 104,
      volume: 0,
      trades: 0,
    });
    settleMinute(candles, tape, minute(0));
    expect(candles.has(minute(0))).toBe(false);
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
