import fc from 'fast-check';
import { expect, test } from 'vitest';

import { close } from '../../flow/testing/close.ts';
import { codeOf } from '../testing/code-of.ts';
import { autoregression, made } from '../testing/noise.ts';
import {
  mannKendall,
  mannKendallHamedRao,
  mannKendallPrewhitened,
  mannKendallSeasonal,
  mannKendallTrendFree,
  mannKendallYueWang,
} from './mann-kendall.ts';
import { senSlope } from './sen.ts';

const family = [mannKendall, mannKendallHamedRao, mannKendallYueWang, mannKendallPrewhitened, mannKendallTrendFree] as const;

test('the test by hand', () => {
  const answer = mannKendall([1, 2, 3, 4, 5]);
  expect(answer).toMatchObject({ trend: 'rising', s: 10, tau: 1, slope: 1 });
  close(answer.variance, (5 * 4 * 15) / 18);
  close(answer.z, 9 / Math.sqrt(50 / 3));
  close(answer.pValue, 0.0274864, 1e-5);
  // Two tied pairs reduce the variance by 2·1·9/18 = 1 each.
  close(mannKendall([1, 1, 2, 3, 3, 4]).variance, (6 * 5 * 17) / 18 - 2);
});

test('Sen’s slope by hand, and the same by counting as by sorting', () => {
  expect(senSlope([1, 2, 4, 3])).toEqual({ slope: (2 / 3 + 1) / 2, level: 2.5 - (1.5 * 5) / 6 });
  const long = made(1500, 4, (i, e) => 0.01 * i + e);
  const slopes: number[] = [];
  for (let i = 0; i < long.length; i++) for (let j = i + 1; j < long.length; j++) slopes.push((long[j]! - long[i]!) / (j - i));
  const sorted = Float64Array.from(slopes).sort();
  close(senSlope(long).slope, (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2, 1e-9);
  expect(senSlope(new Float64Array(2000).fill(3)).slope).toBe(0);
});

test('outliers don’t change Sen’s slope', () => {
  const clean = Float64Array.from({ length: 50 }, (_, i) => 2 * i);
  expect(senSlope(clean.with(10, 1e6).with(40, -1e6)).slope).toBe(2);
});

test('reversing, negating or shifting a series changes the test as expected', () => {
  const list = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 10, maxLength: 40 });
  fc.assert(
    fc.property(list, (values) => {
      const plain = mannKendall(values);
      expect(mannKendall(values.toReversed()).s + plain.s).toBe(0);
      expect(mannKendall(values.map((value) => 5 - 3 * value)).z).toBeCloseTo(-plain.z, 12);
      for (const run of family) expect(run(values).pValue).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('autocorrelation causes false positives in the original test, fewer in the corrected ones', () => {
  const seeds = Array.from({ length: 150 }, (_, i) => i + 1);
  const falseAlarms = (run: (typeof family)[number]) =>
    seeds.filter((seed) => run(autoregression(100, 0.5, seed)).trend !== 'none').length / 150;
  const original = falseAlarms(mannKendall);
  expect(original).toBeGreaterThan(0.2);
  for (const run of family.slice(1, 4)) expect(falseAlarms(run)).toBeLessThan(0.75 * original);
  for (const run of family)
    expect(seeds.filter((seed) => run(made(100, seed, (i, e) => 0.03 * i + e)).trend === 'rising').length).toBeGreaterThan(75);
});

test('in the seasonal test, a cycle doesn’t hide a trend', () => {
  const x = made(96, 1, (i, e) => 20 * Math.sin((2 * Math.PI * i) / 12) + 0.05 * i + 0.5 * e);
  const answer = mannKendallSeasonal(x, { period: 12 });
  expect(answer.trend).toBe('rising');
  expect(answer.slope).toBeCloseTo(0.05, 2);
  expect(mannKendallSeasonal([1, 9, 2, 8], { period: 2 }).s).toBe(0);
});

test('degenerate series', () => {
  for (const run of family)
    expect(run(new Float64Array(20).fill(5))).toMatchObject({ trend: 'none', s: 0, z: 0, pValue: 1, slope: 0 });
  expect(codeOf(() => mannKendall([1, 2, 3]))).toBe('TF_SERIES_TOO_SHORT');
  expect(codeOf(() => mannKendall([1, 2, 3, NaN]))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => mannKendallSeasonal([1, 2, 3], { period: 2 }))).toBe('TF_SERIES_TOO_SHORT');
});
