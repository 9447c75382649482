import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { codeOf } from '../testing/code-of.ts';
import { golden, NO_GOLDEN } from '../testing/golden.ts';
import { autoregression, made, walk } from '../testing/noise.ts';
import { loess } from './loess.ts';
import { mstl } from './mstl.ts';
import { detectSeasonality } from './seasonality.ts';
import { seasonalStrength, stl, trendStrength } from './stl.ts';

const wave = (i: number, period: number) => Math.sin((2 * Math.PI * i) / period);

test.skipIf(NO_GOLDEN !== null)('STL and MSTL equal R’s', () => {
  const lines = golden();
  const parts = lines.filter(({ model }) => model === 'stl_periodic' || model === 'mstl');
  expect(parts.length).toBeGreaterThanOrEqual(6);
  for (const { series, model, seasonal, trend } of parts) {
    const { x, freq } = lines.find((line) => line.series === series && line.x)!;
    const multiple = model === 'mstl' ? mstl(x!, { periods: [freq!] }) : null;
    const single = stl(x!, { period: freq! });
    const own = { seasonal: multiple?.seasonals[0]!.seasonal ?? single.seasonal, trend: multiple?.trend ?? single.trend };
    seasonal!.forEach((value, i) => expect(own.seasonal[i]).toBeCloseTo(value, 6));
    trend!.forEach((value, i) => expect(own.trend[i]).toBeCloseTo(value, 6));
  }
});

test('the components add up to the series, and follow its shift and scale', () => {
  const list = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 14, maxLength: 60 });
  fc.assert(
    fc.property(
      list,
      fc.constantFrom('plain', 'robust'),
      fc.constantFrom<number | 'periodic'>('periodic', 7),
      (values, fit, seasonalWindow) => {
        const options = { period: 7, fit, seasonalWindow } as const;
        const parts = stl(values, options);
        values.forEach((value, i) => expect(parts.seasonal[i]! + parts.trend[i]! + parts.remainder[i]!).toBeCloseTo(value, 8));
        const moved = stl(
          values.map((value) => 2 * value + 100),
          options,
        );
        values.forEach((_, i) => expect(moved.seasonal[i]).toBeCloseTo(2 * parts.seasonal[i]!, 5));
      },
    ),
    { numRuns: runs(40) },
  );
});

test('a straight line and a repeating pattern are separated', () => {
  const pattern = [3, -1, -2, 0];
  const x = Float64Array.from({ length: 40 }, (_, i) => 10 + 0.5 * i + pattern[i % 4]!);
  const largest = (list: Float64Array, wanted: (i: number) => number) =>
    Math.max(...list.map((value, i) => Math.abs(value - wanted(i))));
  const parts = stl(x, { period: 4, fit: 'robust' });
  expect(largest(parts.seasonal, (i) => pattern[i % 4]!)).toBeLessThan(1e-6);
  expect(largest(parts.trend, (i) => 10 + 0.5 * i)).toBeLessThan(1e-6);
  // Two passes, as in R, leave a little of the line in the season.
  expect(largest(stl(x, { period: 4 }).seasonal, (i) => pattern[i % 4]!)).toBeLessThan(0.1);
});

test('a robust fit isn’t bent by an outlier that bends the plain one', () => {
  const clean = Float64Array.from({ length: 120 }, (_, i) => wave(i, 12) * 5);
  const spoiled = clean.with(60, 200);
  const error = (fit: 'plain' | 'robust') =>
    Math.max(...stl(spoiled, { period: 12, fit }).seasonal.map((value, i) => Math.abs(value - clean[i]!)));
  expect(error('robust')).toBeLessThan(0.1);
  expect(error('plain')).toBeGreaterThan(5);
  expect(stl(spoiled, { period: 12, fit: 'robust' }).weights[60]).toBe(0);
});

test('two seasons are separated, and add up', () => {
  const x = made(24 * 7 * 5, 2, (i, e) => 4 * wave(i, 24) + 6 * wave(i, 168) + 0.01 * i + 0.3 * e);
  const { seasonals, trend, remainder } = mstl(x, { periods: [168, 24] });
  expect(seasonals.map(({ period }) => period)).toEqual([24, 168]);
  const error = (rank: number, size: number, period: number) =>
    Math.sqrt(x.reduce((sum, _, i) => sum + (seasonals[rank]!.seasonal[i]! - size * wave(i, period)) ** 2, 0) / x.length);
  expect(error(0, 4, 24)).toBeLessThan(0.4);
  expect(error(1, 6, 168)).toBeLessThan(0.6);
  x.forEach((value, i) =>
    expect(trend[i]! + remainder[i]! + seasonals[0]!.seasonal[i]! + seasonals[1]!.seasonal[i]!).toBeCloseTo(value, 8),
  );
});

test('strengths: all season, all trend, neither', () => {
  const strong = stl(
    made(120, 1, (i, e) => 10 * wave(i, 12) + 0.1 * e),
    { period: 12 },
  );
  expect(seasonalStrength(strong)).toBeGreaterThan(0.99);
  const rising = stl(
    made(120, 1, (i, e) => i + 0.1 * e),
    { period: 12 },
  );
  expect(trendStrength(rising)).toBeGreaterThan(0.99);
  expect(
    seasonalStrength(
      stl(
        made(600, 1, (_, e) => e),
        { period: 12 },
      ),
    ),
  ).toBeLessThan(0.2);
  expect(seasonalStrength(stl(new Float64Array(30).fill(2), { period: 5 }))).toBeNull();
});

test('LOESS of degree 1 keeps a line, of degree 0 a level', () => {
  const line = Float64Array.from({ length: 25 }, (_, i) => 2 * i - 7);
  for (const jump of [1, 3]) {
    const options = { window: 7, jump, weights: null } as const;
    loess(line, { ...options, degree: 1 }).forEach((value, i) => expect(value).toBeCloseTo(line[i]!, 9));
    loess(new Float64Array(25).fill(4), { ...options, degree: 0 }).forEach((value) => expect(value).toBeCloseTo(4, 12));
  }
});

const periods = (x: Float64Array) => detectSeasonality(x).periods.map(({ period }) => period);

test('known periods are found, one and two at once', () => {
  expect(periods(made(300, 1, (i, e) => 2 * wave(i, 7) + e))).toEqual([7]);
  expect(periods(made(300, 2, (i, e) => 2 * wave(i, 12) + 0.05 * i + e))).toEqual([12]);
  expect(periods(made(500, 3, (i, e) => (i % 24 === 3 ? 6 : 0) + e))).toEqual([24]);
  expect(
    periods(made(24 * 7 * 8, 4, (i, e) => 3 * wave(i, 24) + 3 * (i % 168 < 48 ? 1 : 0) + e)).toSorted((a, b) => a - b),
  ).toEqual([24, 168]);
  expect(periods(Float64Array.from({ length: 60 }, (_, i) => i % 5))).toEqual([5]);
});

test('a long series is searched with few candidates, and its short and long periods are still found', () => {
  const x = made(24 * 7 * 120, 5, (i, e) => 3 * wave(i, 24) + 3 * (i % 168 < 48 ? 1 : 0) + e);
  const { periods: found, proposed } = detectSeasonality(x);
  expect(found.map(({ period }) => period).toSorted((a, b) => a - b)).toEqual([24, 168]);
  // At most 75 candidates a round: 1.5 million values and candidates together.
  expect(proposed).toBeLessThanOrEqual(4 * 75);
});

test('noise, random walks and autoregressions show no seasons', () => {
  const seeds = Array.from({ length: 60 }, (_, i) => i + 1);
  const share = (make: (seed: number) => Float64Array) =>
    seeds.filter((seed) => periods(make(seed)).length > 0).length / seeds.length;
  expect(share((seed) => made(400, seed, (_, e) => e))).toBeLessThanOrEqual(0.05);
  expect(share((seed) => walk(400, seed))).toBeLessThanOrEqual(0.05);
  expect(share((seed) => autoregression(400, 0.8, seed))).toBeLessThanOrEqual(0.05);
});

test.skipIf(NO_GOLDEN !== null)('the yearly season of the classic series is found', () => {
  const lines = golden();
  for (const { series, findfrequency } of lines.filter((line) => line.findfrequency !== undefined)) {
    const x = lines.find((line) => line.series === series && line.x)!.x!;
    expect({ series, period: detectSeasonality(x).periods[0]?.period }).toEqual({ series, period: findfrequency });
  }
});

test('degenerate series', () => {
  expect(detectSeasonality(new Float64Array(30).fill(3))).toEqual({ periods: [], proposed: 0, reason: 'constant' });
  expect(detectSeasonality(Float64Array.from({ length: 30 }, (_, i) => i))).toMatchObject({ periods: [], reason: 'constant' });
  expect(codeOf(() => detectSeasonality([1, 2, 3]))).toBe('TF_SERIES_TOO_SHORT');
  expect(codeOf(() => stl([1, 2, 3], { period: 2 }))).toBe('TF_SERIES_TOO_SHORT');
  expect(codeOf(() => stl(new Float64Array(30), { period: 1.5 }))).toBe('TF_SERIES_OPTION_INVALID');
  expect(codeOf(() => stl([NaN, ...new Float64Array(30)], { period: 3 }))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => mstl(new Float64Array(30), { periods: [] }))).toBe('TF_SERIES_OPTION_INVALID');
});
