import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import { normals } from '../../series/testing/noise.ts';
import { dieboldMariano } from './diebold-mariano.ts';
import type { LossVariance } from './diebold-mariano.ts';

const bartlett: LossVariance = { kind: 'bartlett' };

test('by hand at one step, with the correction of Harvey, Leybourne and Newbold', () => {
  const first = [1, 2, 1, 3, 2, 1, 2, 2];
  const second = [2, 2, 3, 3, 4, 2, 1, 3];
  const gaps = first.map((loss, i) => loss - second[i]!);
  const mean = gaps.reduce((a, b) => a + b) / 8;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / 8;
  const found = dieboldMariano(first, second)!;
  expect(found.statistic).toBeCloseTo((mean / Math.sqrt(variance / 8)) * Math.sqrt(7 / 8), 12);
  expect(found.p).toBeGreaterThan(0.03);
  expect(found.p).toBeLessThan(0.12);
});

test('by hand with Bartlett weights and no lags: the t of a mean with the population’s deviation', () => {
  const first = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
  const { statistic, p, difference } = dieboldMariano(
    first,
    first.map(() => 2),
    { kind: 'bartlett', lags: 0 },
  )!;
  expect(difference).toBeCloseTo(1.9, 12);
  // Σ(x − 3.9)² = 54.9, so 1.9 / √(5.49 / 10).
  expect(statistic).toBeCloseTo(1.9 / Math.sqrt(0.549), 12);
  expect(p).toBeGreaterThan(0.02);
  expect(p).toBeLessThan(0.04);
});

test.each([[{ kind: 'truncated', horizon: 2 }], [bartlett]] as const)(
  '%j: swapping the forecasts turns the sign; equal ones never differ',
  (variance) => {
    const noise = normals(1);
    const [a, b] = [Float64Array.from({ length: 200 }, noise), Float64Array.from({ length: 200 }, noise)];
    expect(dieboldMariano(a, b, variance)!.statistic).toBeCloseTo(-dieboldMariano(b, a, variance)!.statistic, 12);
    expect(dieboldMariano(a, a, variance)).toEqual({ statistic: 0, p: 1, difference: 0 });
  },
);

test('between equally good forecasts, both variances reject at 5 % about one time in twenty', () => {
  const random = seededRandom(8);
  const rejected = [0, 0];
  for (let round = 0; round < 2000; round++) {
    const losses = () => Float64Array.from({ length: 30 }, () => (random() + random() + random() - 1.5) ** 2);
    const [a, b] = [losses(), losses()];
    if (dieboldMariano(a, b)!.p < 0.05) rejected[0]! += 1;
  }
  const noise = normals(2);
  for (let round = 0; round < 1000; round++) {
    const gaps = Float64Array.from({ length: 200 }, noise);
    if (dieboldMariano(gaps, new Float64Array(200), bartlett)!.p < 0.05) rejected[1]! += 1;
  }
  expect(rejected[0]! / 2000).toBeGreaterThan(0.035);
  expect(rejected[0]! / 2000).toBeLessThan(0.065);
  expect(rejected[1]! / 1000).toBeGreaterThan(0.03);
  expect(rejected[1]! / 1000).toBeLessThan(0.095);
});

test('too few losses or a constant difference give null; invalid columns throw', () => {
  const ones = Array.from({ length: 20 }, () => 1);
  expect(dieboldMariano([1, 2], [2, 1])).toBeNull();
  expect(dieboldMariano(ones, new Float64Array(20))).toBeNull();
  expect(
    dieboldMariano(
      ones,
      ones.map(() => Math.PI),
      { kind: 'truncated', horizon: 11 },
    ),
  ).toBeNull();
  expect(() => dieboldMariano([1], [1, 2])).toThrow(RangeError);
  expect(() => dieboldMariano(ones, new Float64Array(20).fill(Number.NaN), bartlett)).toThrow(/finite/);
  expect(() => dieboldMariano(ones, ones, { kind: 'truncated', horizon: 0 })).toThrow(RangeError);
});
