import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { readGoldens } from '../testing/golden.ts';
import { unlimited } from '../meter.ts';
import { filterStructural } from './filter.ts';
import { fitStructural } from './fit-structural.ts';

/** −2·log-likelihood of normal values with a banded Toeplitz covariance, by Cholesky, without a filter. */
function oracle(values: readonly number[], band: readonly number[]): number {
  const n = values.length;
  const low = Array.from({ length: n }, () => new Float64Array(n));
  let sum = n * Math.log(2 * Math.PI);
  const z = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let value = band[i - j] ?? 0;
      for (let k = 0; k < j; k++) value -= low[i]![k]! * low[j]![k]!;
      low[i]![j] = i === j ? Math.sqrt(value) : value / low[j]![j]!;
    }
    let value = values[i]!;
    for (let k = 0; k < i; k++) value -= low[i]![k]! * z[k]!;
    z[i] = value / low[i]![i]!;
    sum += 2 * Math.log(low[i]![i]!) + z[i]! ** 2;
  }
  return sum;
}

const differences = (values: readonly number[]) => values.slice(1).map((value, t) => value - values[t]!);
const share = fc.double({ min: 0.01, max: 2, noNaN: true });
const numbers = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 25 });

test('level: the filter gives the likelihood of the differences with their own covariance', () =>
  fc.assert(
    fc.property(numbers, share, share, (values, irregular, level) => {
      const { squares, logs, count } = filterStructural(Float64Array.from(values), { irregular, level, slope: 0 }, 'none').sums(
        0,
      );
      const own = count * Math.log(2 * Math.PI) + logs + squares;
      const other = oracle(differences(values), [2 * irregular + level, -irregular]);
      expect(Math.abs(own - other)).toBeLessThan(1e-7 * Math.max(1, Math.abs(other)));
    }),
  ));

test('trend: the filter gives the likelihood of the second differences, up to the constant of the diffuse start', () =>
  fc.assert(
    fc.property(numbers, share, share, share, (values, irregular, level, slope) => {
      const { squares, logs, count } = filterStructural(Float64Array.from(values), { irregular, level, slope }, 'local').sums(0);
      const own = count * Math.log(2 * Math.PI) + logs + squares;
      const band = [6 * irregular + 2 * level + slope, -4 * irregular - level, irregular];
      const other = oracle(differences(differences(values)), band);
      expect(Math.abs(own - other)).toBeLessThan(1e-7 * Math.max(1, Math.abs(other)));
    }),
  ));

const goldens = readGoldens();

test.skipIf(goldens === null)('the Nile has the published variances, 15099 and 1469.1 (Durbin & Koopman 2012, 2.10.3)', () => {
  const { x } = goldens!.series.get('Nile')!;
  const { shares, unit, loglik } = fitStructural(Float64Array.from(x), 'none', unlimited());
  expect(unit * shares.irregular).toBeCloseTo(15_099, -1);
  expect(unit * shares.level).toBeCloseTo(1469.1, 0);
  expect(loglik).toBeCloseTo(-632.54, 1);
});

test('a line is continued, and a level stays constant', async () => {
  const line = Array.from({ length: 40 }, (_, t) => 5 + 2 * t + 0.1 * Math.sin(t * t));
  const fitted = await createModel('kalman').fit({ values: line });
  expect(fitted.params['model']).toBe('local linear trend');
  expect((await fitted.forecast(10)).mean[9]).toBeCloseTo(5 + 2 * 49, 0);
  const level = await createModel('kalman', { trend: 'none' }).fit({ values: [1, 3, 2, 1, 3, 2, 2, 1, 3] });
  const { lower, upper } = await level.forecast(3, { levels: [95] });
  expect(upper![0]![2]! - lower![0]![2]!).toBeGreaterThanOrEqual(upper![0]![0]! - lower![0]![0]!);
});
