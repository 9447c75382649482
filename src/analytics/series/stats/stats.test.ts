import fc from 'fast-check';
import { expect, test } from 'vitest';

import { close } from '../../flow/testing/close.ts';
import { codeOf } from '../testing/code-of.ts';
import { made } from '../testing/noise.ts';
import { checked, checkedOption } from './check.ts';
import { fourier, periodogram } from './fft.ts';
import { differences, isConstant, mean, squares, variance } from './moments.ts';
import { fitLine, leastSquares, nestedResiduals } from './ols.ts';
import { chiSquareTail, fTail, incompleteBeta, logGamma, studentQuantile, studentTails } from './special.ts';

test('special functions equal their tabulated values', () => {
  close(logGamma(0.5), Math.log(Math.sqrt(Math.PI)), 1e-12);
  close(logGamma(11), Math.log(3_628_800), 1e-13);
  close(incompleteBeta(2, 3, 0.5), 0.6875, 1e-12);
  close(chiSquareTail(3.841458820694124, 1), 0.05, 1e-10);
  close(chiSquareTail(18.307038053275146, 10), 0.05, 1e-10);
  close(studentTails(2.2281388519649385, 10), 0.05, 1e-10);
  close(studentQuantile(0.05, 10), 2.2281388519649385, 1e-10);
  close(studentQuantile(0.01, 1), 63.656741162871, 1e-9);
  close(fTail(4.102821, 2, 10), 0.05, 1e-5);
});

test('tails fall from one to zero', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 200, noNaN: true }), fc.double({ min: 0, max: 300, noNaN: true }), (df, x) => {
      for (const tail of [chiSquareTail(x, df), studentTails(x, df), fTail(x, df, 5)]) {
        expect(tail).toBeGreaterThanOrEqual(-1e-12);
        expect(tail).toBeLessThanOrEqual(1 + 1e-12);
      }
      expect(chiSquareTail(x + 1, df)).toBeLessThanOrEqual(chiSquareTail(x, df) + 1e-12);
    }),
  );
});

test('the transform of any length equals its definition', () => {
  for (const n of [1, 2, 3, 5, 8, 12, 31, 100]) {
    const x = made(n, n, (_, noise) => noise);
    const { re, im } = fourier(x);
    for (let k = 0; k < n; k++) {
      const sum = (f: (angle: number) => number) =>
        x.reduce((total, value, i) => total + value * f((2 * Math.PI * i * k) / n), 0);
      expect(re[k]).toBeCloseTo(sum(Math.cos), 9);
      expect(im[k]).toBeCloseTo(-sum(Math.sin), 9);
    }
  }
});

test('a pure cycle has its power in one bin of the periodogram', () => {
  const power = periodogram(Float64Array.from({ length: 60 }, (_, i) => Math.cos((2 * Math.PI * i) / 12)));
  expect(power[5]).toBeCloseTo(60 / 4, 9);
  expect(power.reduce((sum, value) => sum + value, 0)).toBeCloseTo(60 / 4, 9);
});

test('a regression by hand', () => {
  const fit = leastSquares([new Float64Array(4).fill(1), Float64Array.of(0, 1, 2, 3)], Float64Array.of(1, 3, 4, 8))!;
  close(fit.coefficients[0]!, 0.7, 1e-12);
  close(fit.coefficients[1]!, 2.2, 1e-12);
  close(fit.rss, 1.8, 1e-12);
  close(fit.errors[1]!, Math.sqrt(0.9 / 5), 1e-12);
  const line = fitLine([1, 3, 4, 8]);
  close(line.slope, 2.2, 1e-12);
  close(line.level, 0.7, 1e-12);
  close(line.r2, 1 - 1.8 / 26, 1e-12);
  close(line.error, fit.errors[1]!, 1e-12);
});

test('nested fits equal separate fits', () => {
  const columns = [1, 2, 3, 4].map((seed) => made(30, seed, (_, e) => e + seed));
  const y = made(30, 9, (_, e) => e);
  nestedResiduals(columns, y).forEach((rss, i) => close(rss, leastSquares(columns.slice(0, i + 1), y)!.rss, 1e-10));
  const twice = nestedResiduals([columns[0]!, columns[0]!], y);
  expect(twice[1]).toBe(twice[0]);
});

test('dependent columns and too few rows have no fit', () => {
  expect(leastSquares([Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 6)], Float64Array.of(1, 0, 1))).toBeNull();
  expect(leastSquares([Float64Array.of(0, 0, 0)], Float64Array.of(1, 0, 1))).toBeNull();
  expect(leastSquares([Float64Array.of(1)], Float64Array.of(1))).toBeNull();
});

test('moments by hand', () => {
  expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5);
  expect(squares([2, 4, 4, 4, 5, 5, 7, 9])).toBe(32);
  expect(variance([7])).toBe(0);
  expect([...differences([1, 4, 9, 16], 2)]).toEqual([8, 12]);
  expect(isConstant([0.1 + 0.2, 0.3])).toBe(true);
  expect(isConstant([1, 1.001])).toBe(false);
});

test('unusable numbers are refused with their position', () => {
  expect(codeOf(() => checked('A test', [1], 2))).toBe('TF_SERIES_TOO_SHORT');
  expect(codeOf(() => checked('A test', [1, NaN]))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => checked('A test', [Infinity]))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => checked('A test', [-1e151]))).toBe('TF_SERIES_TOO_LARGE');
  for (const value of [NaN, -1, 11, 2.5]) {
    expect(codeOf(() => checkedOption('A test', 'size', value, { min: 0, max: 10, whole: true }))).toBe(
      'TF_SERIES_OPTION_INVALID',
    );
  }
});
