import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../../test/testing/scale.ts';
import { TRADES } from '../testing/trades.ts';
import { addToVpin, createVpin, vpinOf, vpinSince, type VpinTrade } from '../vpin.ts';
import {
  newVpinWatch,
  passVpinSecond,
  recordVpin,
  takeLateVpinTrade,
  takeVpinTrade,
  vpinNow,
  vpinPercentile,
  type VpinWatch,
} from './vpin-watch.ts';

const S = 1_000_000;
const WHOLE = { since: 0, missing: [] };

test('worked example: the buckets of the trades T begin and end with their trades', () => {
  const state = createVpin(10, 3);
  for (const { side, size, tsEvent } of TRADES) addToVpin(state, { side, size, at: tsEvent });
  expect(vpinOf(state)).toBeCloseTo(2 / 3, 12);
  expect(state).toMatchObject({ imbalances: [10, 6, 4], begins: [1 * S, 2 * S, 4 * S], filledAt: 5 * S, begun: null });
  expect(vpinSince(state)).toBe(1 * S);
});

/** The past seconds of a watch, by column. */
function pastOf({ past: { rows, count } }: VpinWatch) {
  const column = (place: number) => Array.from({ length: count }, (_, i) => rows[3 * i + place]!);
  return { at: column(0), since: column(1), values: column(2) };
}

/** Bought volume among the first `volume` of some trades. */
function boughtIn(trades: readonly VpinTrade[], volume: number): number {
  let [bought, before] = [0, 0];
  for (const { side, size } of trades) {
    if (side === 'buy') bought += Math.max(0, Math.min(size, volume - before));
    before += size;
  }
  return bought;
}

/** VPIN of the last 50 buckets, from the cumulative volume of the raw trades; null with fewer. */
function plainVpin(trades: readonly VpinTrade[], bucket: number): number | null {
  const full = Math.floor(trades.reduce((sum, { size }) => sum + size, 0) / bucket + 1e-9);
  if (full < 50) return null;
  const bought = Array.from({ length: 51 }, (_, i) => boughtIn(trades, (full - 50 + i) * bucket));
  return bought.slice(1).reduce((sum, to, i) => sum + Math.abs(2 * (to - bought[i]!) - bucket), 0) / (50 * bucket);
}

const tradesOf = (sizes: readonly number[], from: number): VpinTrade[] =>
  sizes.map((signed, i) => ({ at: (from + i) * S + 1, side: signed > 0 ? 'buy' : 'sell', size: Math.abs(signed) / 8 }));

/** A trade a second, and each second passed. */
function watched(trades: readonly VpinTrade[], watch = newVpinWatch()) {
  const values: (number | null)[] = [];
  for (const trade of trades) {
    takeVpinTrade(watch, trade);
    const now = Math.ceil(trade.at / S) * S;
    const value = vpinNow(watch, WHOLE);
    values.push(value);
    recordVpin(watch, value, now);
    passVpinSecond(watch, [], now);
  }
  return { watch, values };
}

const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -40, max: -1 }));

test('VPIN and its percentile are those of a plain recomputation from the raw trades', () =>
  fc.assert(
    fc.property(fc.array(size, { minLength: 480, maxLength: 520 }), (sizes) => {
      const trades = tradesOf(sizes, 0);
      const { watch, values } = watched(trades);
      // Two minutes after the first trade, at the second after it, the volume of a bucket is set.
      const measured = trades.filter(({ at }) => at <= 121 * S);
      const bucket = (measured.reduce((sum, one) => sum + one.size, 0) / (121 * S - 1)) * 2 * S;
      expect(watch.current?.bucketVolume).toBeCloseTo(bucket, 9);
      const since = trades.slice(measured.length);
      for (const n of [10, 60, 150, since.length]) {
        const plain = plainVpin(since.slice(0, n), bucket);
        const value = values[measured.length + n - 1] ?? null;
        if (plain === null) expect(value).toBeNull();
        else expect(value).toBeCloseTo(plain, 9);
      }
      const past = values.flatMap((value) => value ?? []);
      const last = past.at(-1)!;
      expect(last).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThanOrEqual(1);
      expect(pastOf(watch).values).toEqual(past);
      expect(vpinPercentile(watch, last)).toBe(past.length < 180 ? null : past.filter((one) => one <= last).length / past.length);
    }),
    { numRuns: runs(8) },
  ));

test('after half an hour the volume is renewed, and counts once 50 buckets of it are full', () => {
  const one = (i: number) => (i % 3 === 0 ? -24 : 8 + (i % 5)) * (i > 1_000 ? 3 : 1);
  const trades = tradesOf(
    Array.from({ length: 2_200 }, (_, i) => one(i)),
    0,
  );
  const { watch, values } = watched(trades);
  const renewed = trades.filter(({ at }) => at > 121 * S && at <= 1_921 * S);
  const bucket = (renewed.reduce((sum, trade) => sum + trade.size, 0) / 1_800) * 2;
  expect(watch.current?.bucketVolume).toBeCloseTo(bucket, 9);
  expect(watch.next).toBeNull();
  expect(values.slice(400)).not.toContain(null);
  expect(values.at(-1)).toBeCloseTo(
    plainVpin(
      trades.filter(({ at }) => at > 1_921 * S),
      bucket,
    )!,
    9,
  );
});

const steady = (seconds: number) =>
  tradesOf(
    Array.from({ length: seconds }, (_, i) => (i % 3 === 0 ? -8 : 8)),
    0,
  );

test('a range that may lack trades of the buckets makes VPIN null, and its values in that time no part of its past', () => {
  const { watch } = watched(steady(600));
  const { current } = watch;
  const past = pastOf(watch);
  const since = vpinSince(current!)!;
  expect(vpinNow(watch, WHOLE)).not.toBeNull();
  expect(vpinNow(watch, { since: 0, missing: [{ from: since - S, to: since - 1 }] })).not.toBeNull();
  for (const [from, to] of [
    [since - S, since],
    [since + S, since + S],
    [599 * S, 600 * S],
    [600 * S, 600 * S],
  ] as const)
    expect(vpinNow(watch, { since: 0, missing: [{ from, to }] })).toBeNull();
  // Trades are kept from a later time on, so a missing one would not be noticed.
  expect(vpinNow(watch, { since: since + 1, missing: [] })).toBeNull();
  expect(vpinNow(watch, { since: null, missing: [] })).toBeNull();
  const lacking = past.at.filter((at, i) => at >= 400 * S && past.since[i]! <= 405 * S);
  expect(lacking.length).toBeGreaterThan(90);
  passVpinSecond(watch, [{ from: 400 * S, to: 405 * S }], 600 * S);
  const isLacking = (_: number, i: number) => lacking.includes(past.at[i]!);
  const kept = (column: readonly number[]) => column.filter((value, i) => !isLacking(value, i));
  expect(pastOf(watch)).toEqual({ at: kept(past.at), since: kept(past.since), values: kept(past.values) });
});

test('a trade that came late empties the buckets that lacked it, and one from before them does not', () => {
  const { watch } = watched(steady(600));
  const bucket = watch.current!.bucketVolume;
  const since = vpinSince(watch.current!)!;
  takeLateVpinTrade(watch, since - S, 600 * S);
  expect(vpinNow(watch, WHOLE)).not.toBeNull();
  takeLateVpinTrade(watch, since, 600 * S);
  expect(watch.restarted).toEqual({ at: 600 * S, why: 'trade late' });
  expect(watch.current).toEqual(createVpin(bucket, 50));
  expect(vpinNow(watch, WHOLE)).toBeNull();
  expect(pastOf(watch).at.at(-1)).toBeLessThan(since + 1);
  const more = tradesOf(
    Array.from({ length: 120 }, () => 8),
    700,
  );
  watched(more, watch);
  expect(vpinNow(watch, WHOLE)).toBeCloseTo(1, 9);
});
