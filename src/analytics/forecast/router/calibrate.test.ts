import { expect, test } from 'vitest';

import { coverage } from '../evaluate/interval-metrics.ts';
import type { RolledForecast } from '../evaluate/rolling.ts';
import { normals } from '../../series/testing/noise.ts';
import { calibrated } from './calibrate.ts';

const LENGTH = 1_000;
const HORIZON = 50;
const SERIES = { length: LENGTH, period: 12 };
const path = (value: number) => new Float64Array(HORIZON).fill(value);

/** Origins with errors of deviation `spread`, and a model that claims intervals of ±1.28 and ±1.96. */
function rolledWith(spread: number, origins: number, noise: () => number): readonly RolledForecast[] {
  return Array.from({ length: origins }, () => ({
    origin: { trainFrom: 0, trainTo: LENGTH, testFrom: LENGTH, testTo: LENGTH + HORIZON },
    actual: path(0).map(() => spread * noise()),
    mean: path(0),
    levels: [],
    lower: [],
    upper: [],
  }));
}

const claimed = { mean: path(0), levels: [80, 95], lower: [path(-1.2816), path(-1.96)], upper: [path(1.2816), path(1.96)] };

test.each([0.2, 1, 5])('errors of %f times the claimed spread get intervals that cover them', (spread) => {
  const noise = normals(8);
  const { lower, upper } = calibrated(claimed, rolledWith(spread, 20, noise), SERIES);
  const actual = rolledWith(spread, 40, noise);
  const shares = [0, 1].map(
    (l) => actual.reduce((sum, one) => sum + coverage(one.actual, { lower: lower![l]!, upper: upper![l]! }), 0) / actual.length,
  );
  expect(Math.abs(shares[0]! - 0.8)).toBeLessThan(0.04);
  expect(Math.abs(shares[1]! - 0.95)).toBeLessThan(0.03);
});

test('without origins the usual factors widen intervals the further ahead of few values', () => {
  const few = calibrated(claimed, [], { ...SERIES, length: 20 });
  const many = calibrated(claimed, [], SERIES);
  expect(few.upper![1]![5]!).toBeGreaterThan(2 * many.upper![1]![5]!);
  expect(few.upper![1]![5]!).toBeGreaterThan(few.upper![1]![0]!);
});

test('one outlier at few origins widens the 80 % interval no further than the 95 % one', () => {
  const noise = normals(2);
  const [first] = rolledWith(0.01, 1, noise);
  const { lower, upper } = calibrated(claimed, [{ ...first!, actual: path(0).map((_, h) => (h === 0 ? 99 : 0)) }], SERIES);
  expect(upper![0]!.every((bound, h) => bound <= upper![1]![h]!)).toBe(true);
  expect(lower![0]!.every((bound, h) => bound >= lower![1]![h]!)).toBe(true);
});

test('a forecast without intervals, or with intervals of no width, stays as it is', () => {
  expect(calibrated({ mean: path(3) }, [], SERIES)).toEqual({ mean: path(3) });
  const flat = { mean: path(3), levels: [80], lower: [path(3)], upper: [path(3)] };
  expect(calibrated(flat, rolledWith(0, 1, normals(1)), SERIES)).toEqual(flat);
});
