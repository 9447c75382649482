import fc from 'fast-check';
import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import { createModel } from '../index.ts';
import { normalQuantile } from '../math/normal-quantile.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';
import { conditionalSquares } from './conditional.ts';
import { differenced, integrated } from './difference.ts';
import { exactLikelihood } from './exact.ts';
import { psiWeights, stationary } from './polynomial.ts';
import { kpssLevel, plainDifferences, seasonalStrength } from './unit-roots.ts';

const air = { values: AIR_PASSENGERS, period: 12 };

test('the airline model reaches R’s likelihood, coefficients and path', async () => {
  const fitted = await createModel('SARIMA', { order: [0, 1, 1], seasonal: [0, 1, 1] }).fit(air);
  expect(fitted.loglik).toBeCloseTo(-507.501, 1);
  expect(fitted.aicc).toBeCloseTo(1021.19, 0);
  expect((fitted.params['ma'] as number[])[0]).toBeCloseTo(-0.3087, 2);
  expect((fitted.params['seasonalMa'] as number[])[0]).toBeCloseTo(-0.1074, 2);
  const { mean, lower } = await fitted.forecast(4, { levels: [95] });
  [447.05, 421.88, 453.53, 489.9].forEach((value, h) => expect(Math.abs(mean[h]! - value)).toBeLessThan(0.2));
  expect(Math.abs(lower![0]![0]! - 424.07)).toBeLessThan(0.5);
});

test('the likelihood of a first-order autoregression equals the textbook formula', () => {
  const values = Float64Array.of(0.3, -1.2, 0.8, 1.9, 0.4);
  const phi = 0.6;
  const squares = values.reduce(
    (sum, value, t) => sum + (t === 0 ? value ** 2 * (1 - phi ** 2) : (value - phi * values[t - 1]!) ** 2),
    0,
  );
  const n = values.length;
  const expected = -(n / 2) * (Math.log((2 * Math.PI * squares) / n) + 1) + Math.log(1 - phi ** 2) / 2;
  expect(exactLikelihood(values, { ar: Float64Array.of(phi), ma: new Float64Array(0) })?.loglik).toBeCloseTo(expected, 10);
});

test('the likelihood of a moving average is that of its covariance matrix', () => {
  const values = Float64Array.of(0.5, -0.4, 1.1);
  const theta = 0.5;
  const [g0, g1] = [1 + theta ** 2, theta];
  // Determinant and quadratic form of the 3 × 3 Toeplitz matrix by hand.
  const det = g0 ** 3 - 2 * g0 * g1 ** 2;
  const inverse = [
    [g0 ** 2 - g1 ** 2, -g0 * g1, g1 ** 2],
    [-g0 * g1, g0 ** 2, -g0 * g1],
    [g1 ** 2, -g0 * g1, g0 ** 2 - g1 ** 2],
  ];
  let form = 0;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) form += (values[i]! * values[j]! * inverse[i]![j]!) / det;
  const expected = -(3 / 2) * (Math.log((2 * Math.PI * form) / 3) + 1) - Math.log(det) / 2;
  expect(exactLikelihood(values, { ar: new Float64Array(0), ma: Float64Array.of(theta) })?.loglik).toBeCloseTo(expected, 10);
});

test('conditional errors equal the recursion by hand', () => {
  const errors = new Float64Array(3);
  const squares = conditionalSquares(Float64Array.of(1, 2, 4), { ar: Float64Array.of(0.5), ma: Float64Array.of(0.2) }, errors);
  expect(Array.from(errors)).toEqual([1, 2 - 0.5 - 0.2, 4 - 1 - 0.26]);
  expect(squares).toBeCloseTo(1 + 1.3 ** 2 + 2.74 ** 2, 12);
});

test('every point of the search is stationary', () =>
  fc.assert(
    fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 5 }), (free) => {
      const psi = psiWeights(stationary(free, 0, free.length), [], 6000);
      expect(Math.abs(psi.at(-1)!)).toBeLessThan(1);
    }),
    { seed: 3 },
  ));

test('integration undoes differencing', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 30, maxLength: 50 }),
      fc.constantFrom(...[0, 1, 2].flatMap((d) => [0, 1].map((seasonalD) => ({ d, seasonalD, period: 4 })))),
      (whole, orders) => {
        const values = Float64Array.from(whole);
        const path = differenced(values, orders).slice(-6);
        expect(Array.from(integrated(path, values.slice(0, -6), orders))).toEqual(whole.slice(-6));
      },
    ),
  ));

function simulate(n: number, phi: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  let last = 0;
  return Float64Array.from(
    { length: n },
    () => (last = phi * last + normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, random())))),
  );
}

test('a fit finds the coefficient and mean of a simulated first-order autoregression', async () => {
  const values = simulate(800, 0.7, 11).map((value) => value + 20);
  const fitted = await createModel('ARIMA', { order: [1, 0, 0] }).fit({ values });
  expect(Math.abs((fitted.params['ar'] as number[])[0]! - 0.7)).toBeLessThan(0.06);
  expect(fitted.params['constant']).toBeGreaterThan(19.5);
  const auto = await createModel('autoarima').fit({ values });
  expect(auto.params['order']).toMatch(/^ARIMA\(\d,0,\d\)$/);
});

test('a covariate’s effect is found and used in the forecast, which is refused without its future', async () => {
  const x = Float64Array.from({ length: 120 }, (_, t) => Math.sin(t * 1.7) * 5);
  const values = simulate(120, 0.4, 5).map((value, t) => value + 3 * x[t]!);
  const fitted = await createModel('SARIMAX', { order: [1, 0, 0] }).fit({ values, covariates: [x] });
  expect((fitted.params['regression'] as number[])[0]).toBeCloseTo(3, 0);
  const ask = async (next: number) => (await fitted.forecast(1, { future: [[next]] })).mean[0]!;
  expect((await ask(10)) - (await ask(0))).toBeCloseTo(10 * (fitted.params['regression'] as number[])[0]!, 6);
  await expect(fitted.forecast(1)).rejects.toMatchObject({ code: 'TF_FORECAST_COVARIATES_REFUSED' });
});

test('differences follow the tests: none for noise, one for a walk, a seasonal one for a strong season', () => {
  const noise = simulate(200, 0, 3);
  let level = 0;
  const walk = noise.map((step) => (level += step));
  expect(plainDifferences(noise)).toBe(0);
  expect(plainDifferences(walk)).toBe(1);
  expect(kpssLevel(noise)).toBeLessThan(0.463);
  expect(seasonalStrength(Float64Array.from(AIR_PASSENGERS), 12)).toBeGreaterThan(0.64);
  expect(seasonalStrength(noise, 12)).toBeLessThan(0.64);
});
