import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import { fitByQlike } from './fit-by-qlike.ts';
import * as vol from './index.ts';
import { simulatedDays } from './testing/simulated.ts';

/** Targets with a multiplicative, exponential error of mean 1: heavy tails as of variances. */
function multiplied(length: number, weights: readonly number[]) {
  const random = seededRandom(4);
  const columns = [
    new Float64Array(length).fill(1),
    Float64Array.from({ length }, () => 0.1 + random() * 5),
    Float64Array.from({ length }, random),
  ];
  const targets = Float64Array.from({ length }, (_, i) => {
    const mean = columns.reduce((sum, column, j) => sum + column[i]! * weights[j]!, 0);
    return mean * -Math.log(1 - random());
  });
  return { columns, targets };
}

test('the weights of simulated targets with a multiplicative error are found', () => {
  const { columns, targets } = multiplied(40_000, [0.5, 0.8, 0.3]);
  const { coefficients } = fitByQlike(columns, targets)!;
  [0.5, 0.8, 0.3].forEach((weight, j) => expect(Math.abs(coefficients[j]! - weight)).toBeLessThan(0.1));
});

test('no change of the coefficients lowers the in-sample loss, and none of them is below 0', () => {
  const { columns, targets } = multiplied(300, [0.2, 0.9, 0]);
  const { coefficients } = fitByQlike(columns, targets)!;
  const loss = (weights: ArrayLike<number>) =>
    targets.reduce((sum, target, i) => {
      const mean = columns.reduce((total, column, j) => total + column[i]! * weights[j]!, 0);
      return sum + (mean > 0 ? target / mean + Math.log(mean) : Infinity);
    }, 0);
  expect(Math.min(...coefficients)).toBeGreaterThanOrEqual(0);
  for (const j of coefficients.keys()) {
    for (const step of [0.01, -0.01]) {
      const moved = Float64Array.from(coefficients, (value, k) => Math.max(0, value + (k === j ? step : 0)));
      expect(loss(moved)).toBeGreaterThanOrEqual(loss(coefficients) - 1e-9);
    }
  }
});

test('HAR by QLIKE always forecasts a positive variance; another scale is refused', () => {
  const days = simulatedDays(300, 3);
  const { forecast, coefficients } = vol.fitHar(days, { estimate: 'qlike' });
  expect(Math.min(...coefficients)).toBeGreaterThanOrEqual(0);
  const least = Math.min(...days.map(({ variance }) => variance));
  for (let i = 60; i < days.length; i++) expect(forecast(days.slice(0, i)).variance).toBeGreaterThanOrEqual(least);
  expect(() => vol.fitHar(days, { estimate: 'qlike', scale: 'log' })).toThrow(/variances only/);
});
