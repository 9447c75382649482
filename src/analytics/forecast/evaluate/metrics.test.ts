import fc from 'fast-check';
import { expect, test } from 'vitest';

import * as metrics from './index.ts';

const actual = [1, 2, 4];
const forecast = [2, 2, 2];

test('worked examples of the point metrics', () => {
  expect(metrics.mae(actual, forecast)).toBe(1);
  expect(metrics.mse(actual, forecast)).toBeCloseTo(5 / 3, 12);
  expect(metrics.rmse(actual, forecast)).toBeCloseTo(Math.sqrt(5 / 3), 12);
  expect(metrics.medianAbsoluteError(actual, forecast)).toBe(1);
  expect(metrics.maxError(actual, forecast)).toBe(2);
  expect(metrics.bias(actual, forecast)).toBeCloseTo(-1 / 3, 12);
  expect(metrics.mape(actual, forecast)).toBeCloseTo(50, 12);
  expect(metrics.smape(actual, forecast)).toBeCloseTo((200 / 3 + 0 + 200 / 3) / 3, 12);
  expect(metrics.mase(actual, forecast, [1, 3, 4, 8], 1)).toBeCloseTo(3 / 7, 12);
  expect(metrics.mase(actual, forecast, [1, 3, 4, 8], 2)).toBeCloseTo(1 / 4, 12);
  expect(metrics.r2(actual, forecast)).toBeCloseTo(1 - 5 / 3 / (14 / 9), 12);
  expect(metrics.owa({ smape: 10, mase: 1 }, { smape: 20, mase: 2 })).toBe(0.5);
  expect(metrics.directionAccuracy([2, 1, 1, 3], [3, 3, 0, 2], 1)).toBeCloseTo(2 / 3, 12);
  expect(metrics.qlike([2], [1])).toBeCloseTo(1 - Math.log(2), 12);
});

test('an undefined metric is null', () => {
  expect(metrics.mape([0, 1], [1, 1])).toBeNull();
  expect(metrics.mase([1], [1], [5, 5, 5], 1)).toBeNull();
  expect(metrics.mase([1], [1], [5], 4)).toBeNull();
  expect(metrics.r2([3, 3], [1, 2])).toBeNull();
  expect(metrics.qlike([1], [0])).toBeNull();
  expect(metrics.directionAccuracy([2, 2], [2, 3], 2)).toBeNull();
  expect(metrics.smape([0], [0])).toBe(0);
  expect(() => metrics.mae([1], [1, 2])).toThrow(RangeError);
});

test('worked examples of the interval metrics', () => {
  const band = { lower: [0, 0, 0], upper: [2, 2, 2] };
  expect(metrics.coverage(actual, band)).toBeCloseTo(2 / 3, 12);
  expect(metrics.intervalScore(actual, band, 95)).toBeCloseTo(2 + (40 * 2) / 3, 9);
  expect(metrics.msis(actual, band, 95, [1, 3, 4, 8], 1)).toBeCloseTo((2 + 80 / 3) / (7 / 3), 9);
  expect(metrics.pinball([3, 1], [2, 2], 0.9)).toBeCloseTo((0.9 + 0.1) / 2, 12);
  expect(metrics.crpsNormal([0], [0], [1])).toBeCloseTo(0.23369498, 7);
  expect(metrics.crpsNormal([3], [1], [0])).toBe(2);
  expect(metrics.crpsSample([0], [[0, 2]])).toBeCloseTo(1 - 0.5, 12);
});

test('the sample CRPS of many normal draws approaches the closed form', () => {
  const draws = Float64Array.from({ length: 4000 }, (_, i) => inverse((i + 0.5) / 4000));
  expect(metrics.crpsSample([0.7], [draws])).toBeCloseTo(metrics.crpsNormal([0.7], [0], [1]), 3);
});

/** Quantile of the standard normal by bisection on the slope of the score itself, 2Φ(a) − 1. */
function inverse(p: number): number {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    const slope = (metrics.crpsNormal([middle + 1e-5], [0], [1]) - metrics.crpsNormal([middle - 1e-5], [0], [1])) / 2e-5;
    if ((slope + 1) / 2 < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

test('no forecast of a quantile scores better than the true quantile', () => {
  const numbers = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(numbers, fc.double({ min: -100, max: 100, noNaN: true }), (sample, guess) => {
      const sorted = [...sample].toSorted((a, b) => a - b);
      const right = sorted[Math.floor(sorted.length / 2)] as number;
      const score = (q: number) =>
        metrics.pinball(
          sample,
          sample.map(() => q),
          0.5,
        );
      expect(score(right)).toBeLessThanOrEqual(score(guess) + 1e-9);
    }),
  );
});
