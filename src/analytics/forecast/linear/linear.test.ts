import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { seededRandom } from '../../../core/random.ts';
import { createModel } from '../index.ts';
import { rowsOf } from '../tabular/rows.ts';
import { benchmarkRows } from '../trees/testing/benchmark-rows.ts';
import { fitLinear } from './fit-linear.ts';
import { predictLinear } from './linear-model.ts';

const line = rowsOf([[0], [1], [2], [3]]);

test('least squares of four points, by hand: slope 2.2, intercept -0.8', () => {
  const { intercept, coefficients } = fitLinear(line, Float64Array.of(0, 0, 4, 6), { kind: 'ridge', alpha: 0 });
  expect(coefficients[0]).toBeCloseTo(2.2, 8);
  expect(intercept).toBeCloseTo(-0.8, 8);
});

test('ridge by hand: the standardised slope shrinks by n / (n + alpha)', () => {
  const { coefficients } = fitLinear(line, Float64Array.of(0, 0, 4, 6), { kind: 'ridge', alpha: 4 });
  expect(coefficients[0]).toBeCloseTo(1.1, 8);
});

test('lasso by hand: the standardised slope moves towards 0 by alpha, to 0 at most', () => {
  const spread = Math.sqrt(1.25);
  const slope = (alpha: number) => fitLinear(line, Float64Array.of(0, 0, 4, 6), { kind: 'lasso', alpha }).coefficients[0]!;
  expect(slope(0.5)).toBeCloseTo((2.2 * spread - 0.5) / spread, 8);
  expect(slope(3)).toBe(0);
});

test('the median regression of a line with one outlier is the line', () => {
  const { intercept, coefficients } = fitLinear(rowsOf([[0], [1], [2], [3], [4]]), Float64Array.of(1, 3, 5, 7, 90), {
    kind: 'quantile',
    quantile: 0.5,
  });
  expect(coefficients[0]).toBeCloseTo(2, 2);
  expect(intercept).toBeCloseTo(1, 2);
});

test('ridge leaves a gradient of zero: Xᵀ(y − Xb) = alpha·b over standardised features', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0.01, max: 100, noNaN: true }), (seed, alpha) => {
      const { rows, targets } = benchmarkRows(60, seed);
      const model = fitLinear(rows, targets, { kind: 'ridge', alpha });
      const fitted = predictLinear(model, rows);
      for (const j of [0, 7, 23]) {
        const column = Array.from({ length: rows.count }, (_, i) => rows.values[i * rows.width + j]!);
        const mean = column.reduce((a, b) => a + b) / 60;
        const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 60);
        const pull = column.reduce((sum, value, i) => sum + ((value - mean) / deviation) * (targets[i]! - fitted[i]!), 0);
        expect(pull).toBeCloseTo(alpha * model.coefficients[j]! * deviation, 5);
      }
    }),
    { numRuns: runs(25), seed: 1 },
  ));

test('lasso meets its conditions: |gradient| is alpha for nonzero coefficients, at most alpha for zeros', () => {
  const { rows, targets } = benchmarkRows(200, 6);
  const alpha = 0.02;
  const model = fitLinear(rows, targets, { kind: 'lasso', alpha });
  const fitted = predictLinear(model, rows);
  let zeros = 0;
  for (let j = 0; j < rows.width; j++) {
    const column = Array.from({ length: rows.count }, (_, i) => rows.values[i * rows.width + j]!);
    const mean = column.reduce((a, b) => a + b) / 200;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 200);
    const pull = column.reduce((sum, value, i) => sum + ((value - mean) / deviation) * (targets[i]! - fitted[i]!), 0) / 200;
    if (model.coefficients[j] === 0) {
      zeros += 1;
      expect(Math.abs(pull)).toBeLessThanOrEqual(alpha + 1e-6);
    } else expect(pull).toBeCloseTo(Math.sign(model.coefficients[j]!) * alpha, 5);
  }
  expect(zeros).toBeGreaterThan(10);
});

test.each([0.1, 0.5, 0.9])('a share %d of the sample lies below the quantile regression', (quantile) => {
  const { rows, targets } = benchmarkRows(400, 2);
  const path = predictLinear(fitLinear(rows, targets, { kind: 'quantile', quantile }), rows);
  const share = targets.filter((target, i) => target <= path[i]!).length / 400;
  // Up to the features' number of rows lie on the plane itself.
  expect(Math.abs(share - quantile)).toBeLessThan(26 / 400);
});

test('a feature given twice shares its effect, and a constant one has none', () => {
  const random = seededRandom(4);
  const lists = Array.from({ length: 50 }, () => random()).map((value) => [value, value, 3]);
  const model = fitLinear(
    rowsOf(lists),
    Float64Array.from(lists, ([value]) => 4 * value! + 1),
    { kind: 'ridge', alpha: 0 },
  );
  expect(model.coefficients[0]).toBeCloseTo(2, 4);
  expect(model.coefficients[1]).toBeCloseTo(2, 4);
  expect(model.coefficients[2]).toBe(0);
});

test('a series with a linear rule is forecast exactly, with a covariate known in advance', async () => {
  const x = Array.from({ length: 90 }, (_, t) => Math.sin(t * 1.7) * 5);
  const values = [1];
  for (let t = 1; t < 80; t++) values.push(0.6 * values[t - 1]! + 3 * x[t]! + 2);
  const fitted = await createModel('LinearRegression', { lags: [1, 2], difference: 0 }).fit({
    values,
    covariates: [x.slice(0, 80)],
  });
  const { mean } = await fitted.forecast(10, { future: [x.slice(80)] });
  let last = values.at(-1)!;
  for (const [h, value] of mean.entries()) {
    last = 0.6 * last + 3 * x[80 + h]! + 2;
    expect(value).toBeCloseTo(last, 4);
  }
});

test.each([[{ kind: 'ridge', alpha: -1 }], [{ kind: 'quantile', quantile: 1 }], [{ kind: 'lasso', alpha: Number.NaN }]] as const)(
  '%j is refused with a code',
  (objective) => {
    expect(() => fitLinear(line, Float64Array.of(0, 0, 4, 6), objective)).toThrow(
      expect.objectContaining({ code: 'TF_FORECAST_OPTION_INVALID' }),
    );
  },
);

test('a missing feature is refused, because a linear model has no value for it', () => {
  expect(() => fitLinear(rowsOf([[Number.NaN], [1]]), Float64Array.of(1, 2), { kind: 'ridge', alpha: 1 })).toThrow(
    /feature 0 of row 0/,
  );
});
