import { expect, test } from 'vitest';

import { normals } from '../../series/testing/noise.ts';
import * as vol from './index.ts';

const noise = normals(9);
let level = 1e-4;
const rates = Float64Array.from({ length: 3000 }, () => (level = 1e-4 + 0.8 * (level - 1e-4) + 5e-5 * noise()));
const MODELS = [
  vol.lastRate,
  vol.rateAverage('average', 0.7),
  vol.rateRegression('AR(1)', [1]),
  vol.rateRegression('cascade', [1, 3, 21]),
];

test('an autoregression finds the rate of mean reversion', () => {
  const forecast = vol.rateRegression('AR(1)', [1]).fit(rates);
  const slope = forecast(Float64Array.of(1e-3)) - forecast(Float64Array.of(0));
  expect(Math.abs(slope / 1e-3 - 0.8)).toBeLessThan(0.03);
  expect(Math.abs(forecast(Float64Array.of(1e-4)) - 1e-4)).toBeLessThan(5e-6);
});

test('worked numbers', () => {
  const history = Float64Array.of(1, 2, 4);
  expect(vol.lastRate.fit(history)(history)).toBe(4);
  expect(vol.rateAverage('average', 0.5).fit(history)(history)).toBe(2.75);
  // Each value is twice the previous value.
  expect(vol.rateRegression('AR(1)', [1]).fit(Float64Array.of(1, 2, 4, 8, 16))(Float64Array.of(5))).toBeCloseTo(10, 9);
});

test.each(MODELS.map((model) => [model.name, model] as const))('%s doesn’t look ahead', (_, model) => {
  const options = { train: 500, refitEvery: 100 };
  const before = vol.rollingRates(rates, model, options);
  const origin = 1234;
  const changed = rates.map((rate, i) => (i < origin ? rate : -7 * rate));
  const after = vol.rollingRates(changed, model, options);
  expect(after.slice(0, origin - 500 + 1).map(({ forecast }) => forecast)).toEqual(
    before.slice(0, origin - 500 + 1).map(({ forecast }) => forecast),
  );
  expect(after.at(-1)!.forecast).not.toBe(before.at(-1)!.forecast);
});

test('constant, broken and too few rates, and odd options, are refused', () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return null;
  };
  const regression = vol.rateRegression('AR(1)', [1]);
  expect(code(() => regression.fit(new Float64Array(100).fill(1e-4)))).toBe(vol.volatilityDiverged.code);
  expect(code(() => regression.fit(Float64Array.of(1, Number.NaN, 2, 3, 4)))).toBe(vol.volatilityInput.code);
  expect(code(() => regression.fit(Float64Array.of(1, 2)))).toBe(vol.volatilityTooShort.code);
  expect(code(() => regression.fit(rates)(new Float64Array(0)))).toBe(vol.volatilityTooShort.code);
  expect(code(() => vol.rateRegression('none', []))).toBe(vol.volatilityOption.code);
  expect(code(() => vol.rateAverage('all', 1))).toBe(vol.volatilityOption.code);
  expect(code(() => vol.rollingRates(rates, vol.lastRate, { train: 0, refitEvery: 1 }))).toBe(vol.volatilityOption.code);
});
