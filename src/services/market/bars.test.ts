import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { US_PER_MINUTE, type Candle } from '../../core/index.ts';
import { makeBars, type Bar } from './bars.ts';
import type { Blind } from './blindness.ts';
import type { CandleStore } from './candles.ts';
import { newTape } from './tape.ts';
import { at, minute, stated, tapeOf } from './testing/minutes.ts';

const storeOf = (...candles: readonly Candle[]): CandleStore => new Map(candles.map((candle) => [candle.start, candle]));
const storeFrom = (from: number, to: number): CandleStore =>
  storeOf(...Array.from({ length: to - from + 1 }, (_, i) => stated(from + i)));

interface Case {
  readonly minutes: number;
  readonly now: number;
  readonly limit?: number;
  readonly blind?: readonly Blind[];
  readonly waits?: number | null;
}

const bars = (candles: CandleStore, tape: ReturnType<typeof newTape>, { limit = 300, blind = [], ...rest }: Case) =>
  makeBars(candles, tape, { limit, blind, ...rest });

const values = ({ open, high, low, close, volume, complete }: Bar) => [open, high, low, close, volume, complete];

describe('a bar is null if a missing trade could change it', () => {
  test('one that begins before what is held has a close and nothing else', () => {
    const { bars: found } = bars(storeFrom(15, 59), tapeOf([60, 1, 20, 1]), { minutes: 60, now: at(60, 30) });
    expect(found.map(values)).toEqual([
      [null, null, null, 11, null, false],
      // The tape only begins after its first second.
      [null, null, null, 20, null, false],
    ]);
    expect(found.map(({ reason }) => reason)).toEqual([
      'minutes before the first one held are not known',
      'some minutes were not kept',
    ]);
  });

  test('a complete bar, and the current one, which is marked as incomplete', () => {
    const tape = tapeOf([59, 58, 19, 1], [60, 1, 20, 1], [60, 20, 22, 2], [60, 25, 21, 3]);
    const { bars: found, from, to } = bars(storeFrom(0, 59), tape, { minutes: 60, now: at(60, 30) });
    expect(found.map(values)).toEqual([
      [10, 12, 9, 11, 300, true],
      [20, 22, 20, 21, 6, false],
    ]);
    expect(found.map(({ reason }) => reason)).toEqual([null, null]);
    expect([from, to]).toEqual([minute(0), at(60, 25)]);
  });

  test('a minute missing in the middle takes the highest, the lowest and the volume', () => {
    const store = storeFrom(0, 4);
    store.delete(minute(2));
    expect(bars(store, newTape(), { minutes: 5, now: at(5, 10) }).bars.map(values)).toEqual([[10, null, null, 11, null, false]]);
    store.set(minute(2), stated(2, { volume: 0, high: 11, low: 11, open: 11, close: 11, trades: 0 }));
    expect(bars(store, newTape(), { minutes: 5, now: at(5, 10) }).bars.map(values)).toEqual([[10, 12, 9, 11, 20, true]]);
  });

  test('the last minute missing takes the close too', () => {
    expect(bars(storeFrom(0, 3), newTape(), { minutes: 5, now: at(5, 10) }).bars.map(values)).toEqual([
      [10, null, null, null, null, false],
    ]);
  });

  test('trades missing inside a minute: what was before and after them stands', () => {
    const tape = tapeOf([0, 50, 1, 1], [1, 10, 20, 1], [1, 30, 30, 1]);
    const blind = [{ from: at(1, 10), to: at(1, 30), reason: 'trades 7 to 9 are missing' }];
    for (const minutes of [1, 5]) {
      const { bars: found } = bars(storeOf(stated(0)), tape, { minutes, now: at(1, 40), blind });
      expect(found.at(-1)).toMatchObject({ open: minutes === 1 ? 20 : 10, high: null, low: null, close: 30, volume: null });
      expect(found.at(-1)?.reason).toBe('trades 7 to 9 are missing');
    }
  });

  test('trades missing before the first of a minute take its open, also from another minute', () => {
    const tape = tapeOf([0, 50, 1, 1], [1, 10, 20, 1]);
    const blind = [{ from: at(0, 50), to: at(1, 10), reason: 'trades 7 to 9 are missing' }];
    expect(bars(storeOf(stated(0)), tape, { minutes: 1, now: at(1, 40), blind }).bars.map(values)).toEqual([
      [10, 12, 9, 11, 5, true],
      [null, null, null, 20, null, false],
    ]);
  });

  test('a trade missing between two of one time counts', () => {
    const tape = tapeOf([0, 0, 1, 1], [0, 30, 20, 1], [0, 30, 21, 1]);
    const blind = [{ from: at(0, 30), to: at(0, 30), reason: 'trades 2 to 2 are missing' }];
    expect(bars(storeOf(), tape, { minutes: 1, now: at(0, 40), blind }).bars.map(values)).toEqual([
      [1, null, null, 21, null, false],
    ]);
  });

  test('a feed that fell silent leaves the open of the running bar', () => {
    const tape = tapeOf([0, 0, 1, 1], [0, 30, 20, 1]);
    const blind = [{ from: at(0, 30), to: at(3, 0), reason: 'nothing has come for 150 s' }];
    const { bars: found, lost } = bars(storeOf(), tape, { minutes: 1, now: at(3, 0), blind });
    expect(found.map(values)).toEqual([[1, null, null, null, null, false]]);
    expect(lost).toEqual([minute(1), minute(2), minute(3)]);
  });

  test('a finished minute is incomplete while its candle is still to be compared', () => {
    const tape = tapeOf([0, 0, 1, 1], [0, 30, 20, 1]);
    const found = (minutes: number, waits: number | null) =>
      bars(storeOf(), tape, { minutes, now: at(1, 3), waits }).bars.map(({ volume, complete }) => [volume, complete]);
    expect(found(1, minute(0))).toEqual([[2, false]]);
    expect(found(1, null)).toEqual([[2, true]]);
    expect(found(1, minute(1))).toEqual([[2, true]]);
  });

  test('a minute in doubt has no volume, although it is stored; other reasons leave a stored minute', () => {
    const blind = { from: minute(0) - 1, to: minute(1) - 1, reason: 'the candle has more' };
    const found = (isDoubted?: true) =>
      bars(storeOf(stated(0), stated(1)), newTape(), {
        minutes: 1,
        now: at(2, 10),
        blind: [isDoubted === undefined ? blind : { ...blind, isDoubted }],
      }).bars;
    expect(found(true).map(({ volume, complete, reason }) => [volume, complete, reason])).toEqual([
      [null, false, 'the candle has more'],
      [5, true, null],
    ]);
    expect(found().map(({ volume }) => volume)).toEqual([5, 5]);
  });

  test('a minute that just ended may still get late trades', () => {
    const tape = tapeOf([0, 0, 1, 1], [0, 30, 20, 1]);
    expect(bars(storeOf(), tape, { minutes: 1, now: at(1, 1) }).bars.map(values)).toEqual([[1, 20, 1, 20, 2, false]]);
    expect(bars(storeOf(), tape, { minutes: 1, now: at(1, 2) }).bars.map(values)).toEqual([[1, 20, 1, 20, 2, true]]);
  });
});

test("the venue's minutes where our trades don't cover them; ours where they do", () => {
  const tape = tapeOf([1, 30, 200, 1], [2, 5, 201, 2], [2, 50, 202, 1], [3, 1, 203, 1]);
  const found = bars(storeOf(stated(0), stated(1), stated(2)), tape, { minutes: 1, now: at(3, 20) });
  expect(found.bars.map(({ start, close, volume }) => [(start - minute(0)) / US_PER_MINUTE, close, volume])).toEqual([
    [0, 11, 5],
    [1, 11, 5],
    [2, 202, 3],
    [3, 203, 1],
  ]);
  expect(bars(storeOf(), newTape(), { minutes: 1, now: minute(0) })).toEqual({ bars: [], lost: [], from: null, to: null });
});

test('a flat minute at the edge of a bar gives it no price', () => {
  const flat = { open: 99, high: 99, low: 99, close: 99, volume: 0, trades: 0 };
  const store = storeOf(stated(0, flat), stated(1), stated(2, flat), stated(3), stated(4, flat));
  expect(bars(store, newTape(), { minutes: 5, now: at(6, 0) }).bars.map(values)).toEqual([[10, 12, 9, 11, 10, true]]);
  const quiet = storeOf(...[0, 1, 2, 3, 4].map((n) => stated(n, flat)));
  expect(bars(quiet, newTape(), { minutes: 5, now: at(6, 0) }).bars.map(values)).toEqual([[99, 99, 99, 99, 0, true]]);
});

test('longer bars hold what their minutes hold, aligned to the epoch, and are whole only if each minute is there', () => {
  const some = fc.uniqueArray(
    fc.record({ n: fc.nat(600), open: fc.nat(50), close: fc.nat(50), volume: fc.integer({ min: 1, max: 9 }) }),
    {
      selector: ({ n }) => n,
      minLength: 1,
      maxLength: 200,
    },
  );
  fc.assert(
    fc.property(some, fc.constantFrom(1, 5, 15, 30, 60, 240), (given, minutes) => {
      const store = storeOf(
        ...given.map(({ n, open, close, volume }) =>
          stated(n, { open, close, volume, high: Math.max(open, close), low: Math.min(open, close) }),
        ),
      );
      const { bars: found } = bars(store, newTape(), { minutes, now: at(900, 0) });
      for (const bar of found) {
        const inside = given.filter(({ n }) => minute(n) >= bar.start && minute(n) < bar.start + minutes * US_PER_MINUTE);
        const sorted = inside.toSorted((a, b) => a.n - b.n);
        const has = (n: number) => store.has(n);
        expect(bar.start % (minutes * US_PER_MINUTE)).toBe(0);
        expect(bar.complete).toBe(inside.length === minutes);
        expect(bar.volume).toBe(bar.complete ? inside.reduce((sum, { volume }) => sum + volume, 0) : null);
        expect(bar.high).toBe(bar.complete ? Math.max(...inside.map(({ open, close }) => Math.max(open, close))) : null);
        expect(bar.open).toBe(has(bar.start) ? sorted[0]?.open : null);
        expect(bar.close).toBe(has(bar.start + (minutes - 1) * US_PER_MINUTE) ? sorted.at(-1)?.close : null);
      }
      expect(bars(store, newTape(), { minutes, limit: 2, now: at(900, 0) }).bars).toEqual(found.slice(-2));
    }),
  );
});
