import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import {
  addToProfile,
  createProfileWindow,
  profileFromJson,
  profileOf,
  profileToJson,
  tradesInProfile,
} from './profile-window.ts';
import { volumeProfile, type PriceVolume } from './profile.ts';
import { close } from './testing/close.ts';

const TEN = [10, 15, 40, 30, 60, 55, 20, 45, 35, 5].map((volume, i): PriceVolume => [100 + i, volume]);

test('worked example of a profile, by pairs of rows and row by row', () => {
  const pairs = volumeProfile(TEN, { tick: 1 })!;
  expect(pairs).toMatchObject({ poc: 104, val: 102, vah: 108, volume: 315, binSize: 1 });
  close(pairs.valueShare, 285 / 315, 1e-12);
  const rows = volumeProfile(TEN, { tick: 1, rule: 'rows' })!;
  expect(rows).toMatchObject({ poc: 104, val: 102, vah: 107 });
  close(rows.valueShare, 250 / 315, 1e-12);
});

test('without trades there is no profile; with one price it is the whole profile', () => {
  expect([volumeProfile([], { tick: 1 }), volumeProfile([[100, 0]], { tick: 1 })]).toEqual([null, null]);
  const one = { poc: 100.3, vah: 100.3, val: 100.3, valueShare: 1, volume: 2 };
  expect(volumeProfile([[100.3, 2]], { tick: 0.1 })).toEqual({ ...one, binSize: 0.1 });
  expect(volumeProfile([[100.3, 2]], { tick: null })).toEqual({ ...one, binSize: 0 });
});

test('of equal rows, the one nearest the middle of the range is the point of control', () => {
  const rows = [9, 1, 1, 9, 1, 1, 1].map((volume, i): PriceVolume => [100 + i, volume]);
  expect(volumeProfile(rows, { tick: 1 })).toMatchObject({ poc: 103 });
});

test('prices on a decimal tick fall into their own row', () => {
  const rows = Array.from({ length: 30 }, (_, i): PriceVolume => [Number((100 + i / 10).toFixed(1)), i === 3 ? 9 : 1]);
  expect(volumeProfile(rows, { tick: 0.1, share: 0.01 })).toMatchObject({ poc: 100.3, vah: 100.3, val: 100.3 });
});

test('a wide range is cut into rows of whole ticks, at most about 200', () => {
  const rows = Array.from({ length: 1_101 }, (_, i): PriceVolume => [50_000 + i / 100, 1]);
  const profile = volumeProfile([...rows, [50_005, 50]], { tick: 0.01 })!;
  expect(profile.binSize).toBe(0.06);
  expect(profile.poc).toBe(50_005.005);
  expect(volumeProfile(rows, { tick: null })!.binSize).toBeCloseTo(0.055, 12);
});

const traded = fc.array(fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 1_000 })), {
  minLength: 1,
  maxLength: 80,
});

test('the value area holds its share and the point of control lies in it', () => {
  fc.assert(
    fc.property(traded, fc.constantFrom(0.01, null), fc.constantFrom('pairs' as const, 'rows' as const), (levels, tick, rule) => {
      const prices = levels.map(([ticks, volume]): PriceVolume => [ticks / 100, volume]);
      const { poc, vah, val, valueShare, volume } = volumeProfile(prices, { tick, rule })!;
      expect(val).toBeLessThanOrEqual(poc);
      expect(poc).toBeLessThanOrEqual(vah);
      expect(valueShare).toBeGreaterThanOrEqual(0.7 - 1e-9);
      const inside = prices.filter(([price]) => price >= val - 1e-9 && price <= vah + 1e-9).reduce((sum, [, v]) => sum + v, 0);
      expect(inside / volume).toBeGreaterThanOrEqual(valueShare - 1e-9);
    }),
  );
});

test('streaming equals batch over the window, late trades and checkpoints included', () => {
  const trade = fc.record({
    price: fc.integer({ min: 1, max: 400 }).map((ticks) => ticks / 10),
    size: fc.integer({ min: 1, max: 1e6 }).map((lots) => lots / 1e4),
    tsEvent: fc.nat(300),
  });
  const options = { tick: 0.1, minTrades: 3 };
  fc.assert(
    fc.property(fc.array(trade, { maxLength: 150 }), fc.nat(150), (trades, cut) => {
      let resumed = createProfileWindow(0, 100);
      const straight = createProfileWindow(0, 100);
      for (const [i, one] of trades.entries()) {
        if (i === cut) resumed = profileFromJson(JSON.parse(JSON.stringify(profileToJson(resumed))));
        for (const window of [resumed, straight]) addToProfile(window, one);
      }
      const newest = Math.max(0, ...trades.map(({ tsEvent }) => tsEvent));
      const inside = trades.filter(({ tsEvent }) => tsEvent > newest - 100);
      expect(tradesInProfile(resumed)).toBe(inside.length);
      const streamed = profileOf(resumed, newest, options);
      expect(profileOf(straight, newest, options)).toEqual(streamed);
      expect(JSON.stringify(profileToJson(resumed))).toBe(JSON.stringify(profileToJson(straight)));
      if (inside.length < 3) {
        expect(streamed).toBeNull();
        return;
      }
      const batch = volumeProfile(
        inside.map(({ price, size }): PriceVolume => [price, size]),
        options,
      )!;
      expect({ ...streamed, valueShare: 0, volume: 0 }).toEqual({ ...batch, valueShare: 0, volume: 0 });
      close(streamed!.volume, batch.volume, 1e-9);
      close(streamed!.valueShare, batch.valueShare, 1e-9);
    }),
    { numRuns: runs(100) },
  );
});

test('a trade without a price is refused', () => {
  expect(() => addToProfile(createProfileWindow(), { price: Number.NaN, size: 1, tsEvent: 1 })).toThrow(RangeError);
});
