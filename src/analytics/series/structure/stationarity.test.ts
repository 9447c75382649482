import fc from 'fast-check';
import { expect, test } from 'vitest';

import { close } from '../../flow/testing/close.ts';
import { codeOf } from '../testing/code-of.ts';
import { golden, NO_GOLDEN } from '../testing/golden.ts';
import { autoregression, made, walk } from '../testing/noise.ts';
import { acf, bartlettBands, ljungBox, pacf } from './acf.ts';
import { adf } from './adf.ts';
import { kpss } from './kpss.ts';

test('a long series has the autocorrelation of its direct sums, also over all lags', () => {
  const x = autoregression(3_000, 0.7, 4);
  const centre = x.reduce((sum, value) => sum + value / x.length, 0);
  const flat = x.map((value) => value - centre);
  const direct = (lag: number) => flat.subarray(lag).reduce((sum, value, i) => sum + value * flat[i]!, 0);
  const r = acf(x, 2_999)!;
  expect(r).toHaveLength(3_000);
  for (const lag of [0, 1, 2, 7, 100, 1_024, 2_048, 2_998, 2_999]) expect(r[lag]).toBeCloseTo(direct(lag) / direct(0), 12);
});

test('autocorrelation by hand', () => {
  // Deviations −2, −1, 0, 1, 2: Σ = 10; lag 1: 2 + 0 + 0 + 2 = 4; lag 2: 0 − 1 + 0 = −1.
  expect([...acf([1, 2, 3, 4, 5], 2)!]).toEqual([1, 0.4, -0.1]);
  const partial = pacf([1, 2, 3, 4, 5], 2)!;
  close(partial[1]!, 0.4);
  close(partial[2]!, (-0.1 - 0.16) / (1 - 0.16));
  close(bartlettBands(Float64Array.of(1, 0.5, 0.2), 100, 2)[2]!, 2 * Math.sqrt(1.5 / 100));
  const { statistic } = ljungBox([1, 2, 3, 4, 5], { lags: 2 })!;
  close(statistic, 35 * (0.16 / 4 + 0.01 / 3));
});

test('autocorrelation stays within its bounds, and doesn’t depend on shift or scale', () => {
  const list = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 60 });
  fc.assert(
    fc.property(list, fc.integer({ min: -50, max: 50 }), fc.constantFrom(-3, 0.5, 7), (values, shift, scale) => {
      const r = acf(values, 10);
      const moved = acf(
        values.map((value) => value * scale + shift),
        10,
      );
      expect(r === null).toBe(moved === null);
      r?.forEach((value, lag) => {
        expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12);
        expect(moved![lag]).toBeCloseTo(value, 8);
      });
    }),
  );
});

test('the partial autocorrelation of an autoregression vanishes after its order', () => {
  const partial = pacf(autoregression(5000, 0.7, 3), 5)!;
  expect(partial[1]).toBeCloseTo(0.7, 1);
  for (let lag = 2; lag <= 5; lag++) expect(Math.abs(partial[lag]!)).toBeLessThan(3 / Math.sqrt(5000));
});

test('Dickey–Fuller by hand', () => {
  // Twelve values; the t of Δy on y[t−1] without other terms: b = Σ y[t−1] Δy / Σ y[t−1]², s² = RSS / 10.
  const y = [1, 2, 1, 3, 2, 2, 4, 1, 0, 2, 3, 1];
  const lagged = y.slice(0, -1);
  const steps = lagged.map((value, i) => y[i + 1]! - value);
  const xx = lagged.reduce((sum, value) => sum + value * value, 0);
  const b = lagged.reduce((sum, value, i) => sum + value * steps[i]!, 0) / xx;
  const rss = steps.reduce((sum, value, i) => sum + (value - b * lagged[i]!) ** 2, 0);
  const answer = adf(y, { terms: 'none', lags: 0 })!;
  close(answer.statistic, b / Math.sqrt(rss / 10 / xx), 1e-10);
  expect(answer).toMatchObject({ lags: 0, rows: 11 });
});

test('MacKinnon’s two tables agree: the p-value at each asymptotic critical value is its level', () => {
  for (const terms of ['none', 'level', 'trend'] as const) {
    const { critical, pValue, statistic } = adf(walk(4000, 5), { terms, lags: 1 })!;
    expect(critical['1%']).toBeLessThan(critical['5%']);
    expect(critical['5%']).toBeLessThan(critical['10%']);
    expect(pValue > 0.05).toBe(statistic > critical['5%']);
  }
  close(adf(walk(4000, 5), { lags: 0 })!.critical['5%'], -2.86154 - 2.8903 / 3999 - 4.234 / 3999 ** 2 - 40.04 / 3999 ** 3, 1e-12);
});

test('both tests keep their size under the null hypothesis and have power against the alternative', () => {
  const seeds = Array.from({ length: 200 }, (_, i) => i + 1);
  const share = (rejects: (seed: number) => boolean) => seeds.filter(rejects).length / seeds.length;
  expect(share((seed) => adf(walk(200, seed), { lags: 1 })!.pValue < 0.05)).toBeLessThan(0.1);
  expect(share((seed) => adf(autoregression(200, 0.5, seed))!.pValue < 0.05)).toBeGreaterThan(0.9);
  expect(share((seed) => kpss(made(200, seed, (_, e) => e))!.statistic > 0.463)).toBeLessThan(0.1);
  expect(share((seed) => kpss(walk(200, seed))!.statistic > 0.463)).toBeGreaterThan(0.7);
});

test('KPSS by hand and at the ends of its table', () => {
  // Deviations −1.5 −0.5 0.5 1.5, partial sums −1.5 −2 −1.5 0: 8.5 / (16 · 1.25).
  const answer = kpss([1, 2, 3, 4], { lags: 0 })!;
  close(answer.statistic, 0.425, 1e-12);
  close(answer.pValue, 0.1 - (0.05 * (0.425 - 0.347)) / (0.463 - 0.347), 1e-12);
  expect(kpss(walk(2000, 4))).toMatchObject({ pValue: 0.01, pValueIs: 'at most' });
  expect(kpss(made(2000, 4, (_, e) => e))).toMatchObject({ pValue: 0.1, pValueIs: 'at least' });
});

test.skipIf(NO_GOLDEN !== null)('differencing orders of R’s ndiffs, by KPSS at 5 %', () => {
  const lines = golden();
  const orders = lines.filter(({ ndiffs }) => ndiffs !== undefined);
  expect(orders.length).toBeGreaterThan(0);
  for (const { series, ndiffs } of orders) {
    let x = Float64Array.from(lines.find((line) => line.series === series && line.x)!.x!);
    let order = 0;
    while (order < 2 && kpss(x, { lags: Math.trunc((3 * Math.sqrt(x.length)) / 13) })!.statistic > 0.463) {
      x = Float64Array.from({ length: x.length - 1 }, (_, i) => x[i + 1]! - x[i]!);
      order++;
    }
    expect({ series, order }).toEqual({ series, order: ndiffs });
  }
});

test('constants give null, short and invalid series are refused', () => {
  const constant = new Float64Array(40).fill(7);
  expect([acf(constant, 3), pacf(constant, 3), ljungBox(constant, { lags: 3 }), kpss(constant), adf(constant)]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(
    kpss(
      Float64Array.from({ length: 40 }, (_, i) => 2 * i + 1),
      { around: 'trend' },
    ),
  ).toBeNull();
  expect(
    adf(
      Float64Array.from({ length: 40 }, (_, i) => 2 * i + 1),
      { terms: 'trend', lags: 0 },
    ),
  ).toBeNull();
  for (const run of [() => acf([1], 1), () => kpss([1, 2, 3]), () => adf([1, 2, 3])])
    expect(codeOf(run)).toBe('TF_SERIES_TOO_SHORT');
  for (const run of [() => acf([1, NaN], 1), () => kpss([1, 2, 3, NaN])]) expect(codeOf(run)).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => adf(walk(30, 1), { lags: 99 }))).toBe('TF_SERIES_OPTION_INVALID');
});
