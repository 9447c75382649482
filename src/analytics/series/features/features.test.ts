import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { close } from '../../flow/testing/close.ts';
import { codeOf } from '../testing/code-of.ts';
import { autoregression, made, walk } from '../testing/noise.ts';
import { permutationEntropy, sampleEntropy, spectrum } from './complexity.ts';
import { extractFeatures } from './extract.ts';
import { FEATURES } from './features.ts';
import { dfaExponent, hurstExponent, rescaledRange, varianceRatio } from './long-memory.ts';

const BRIEF =
  `mean std var skew kurtosis median q25 q75 iqr min max range trend_slope trend_r2 direction_changes total_return cagr
volatility mean_abs_change max_abs_change range_to_mean_ratio autocorr_lag1 autocorr_lag5 autocorr_lag10 sample_entropy
hurst_exponent coeff_variation above_mean_pct below_mean_pct`.split(/\s+/);

test('all required features exist, over forty in total, each with formula and source', () => {
  const names = FEATURES.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(BRIEF));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(60);
  for (const { formula, source } of FEATURES) expect(Math.min(formula.length, source.length)).toBeGreaterThan(3);
});

test('the guide lists every feature with the formula and source in the code', () => {
  const guide = readFileSync(new URL('../../../../docs/series.md', import.meta.url), 'utf8').replaceAll('\\|', '|');
  for (const { name, group, formula, source } of FEATURES)
    expect(guide).toContain(`| \`${name}\` | ${group} | ${formula} | ${source} |`);
});

test('worked examples of rescaled range and variance ratio', () => {
  close(rescaledRange([1, 2, -1, 2, 1, 2, -1]), 1.950034);
  const prices = [100, 101, 100.5, 102, 101.5, 103, 102, 104, 103.5];
  close(varianceRatio(prices.map(Math.log), 2)!.ratio, 0.048991, 1e-5);
});

test('features by hand', () => {
  const f = extractFeatures([2, 4, 4, 4, 5, 5, 7, 9], { stepsPerYear: 7 });
  expect(f['mean']).toBe(5);
  close(f['var']!, 32 / 7);
  close(f['skew']!, 42 / 8 / 8);
  close(f['kurtosis']!, 356 / 8 / 16 - 3);
  expect([f['median'], f['q25'], f['q75'], f['iqr'], f['min'], f['max'], f['range']]).toEqual([4.5, 4, 5.5, 1.5, 2, 9, 7]);
  expect([f['direction_changes'], f['total_return'], f['max_abs_change'], f['mean_abs_change']]).toEqual([0, 3.5, 2, 1]);
  close(f['cagr']!, 3.5);
  close(f['volatility_annual']!, f['volatility']! * Math.sqrt(7));
  expect([f['above_mean_pct'], f['below_mean_pct'], f['range_to_mean_ratio']]).toEqual([25, 50, 1.4]);
  expect([f['max_drawdown'], f['longest_above_mean'], f['zero_crossings']]).toEqual([0, 2, 1]);
  expect(f['seasonal_strength']).toBeNull();
});

test('entropies by hand', () => {
  // 1 2 1 2 …: templates of two match at every second start, and all matches continue.
  expect(sampleEntropy([1, 2, 1, 2, 1, 2, 1, 2])).toBe(0);
  expect(permutationEntropy([1, 2, 3, 4, 5])).toBe(0);
  // Orders of 4 7 9 10 6 11 3: 012 twice, 201 twice, 102 once (Bandt & Pompe's own example: 1.5219 bits).
  close(permutationEntropy([4, 7, 9, 10, 6, 11, 3]), (1.5219280948873621 * Math.LN2) / Math.log(6), 1e-10);
  const cycle = spectrum(Float64Array.from({ length: 64 }, (_, i) => Math.sin((2 * Math.PI * i) / 8)))!;
  close(cycle.centroid, 1 / 8, 1e-9);
  expect(cycle.entropy).toBeLessThan(1e-9);
});

test('Hurst exponents: ½ for a walk, lower for noise, higher for a persistent series', () => {
  const average = (of: (seed: number) => number | null) => {
    const list = Array.from({ length: 20 }, (_, i) => of(i + 1)!);
    return list.reduce((sum, value) => sum + value, 0) / list.length;
  };
  for (const exponent of [hurstExponent, dfaExponent]) {
    expect(average((seed) => exponent(walk(1000, seed)))).toBeCloseTo(0.5, 1);
    expect(average((seed) => exponent(made(1000, seed, (_, e) => e)))).toBeLessThan(0.35);
    let level = 0;
    expect(average((seed) => exponent(autoregression(1000, 0.9, seed).map((e) => (level += e))))).toBeGreaterThan(0.6);
  }
  expect(average((seed) => varianceRatio(walk(1000, seed), 4)!.ratio)).toBeCloseTo(1, 1);
  const z = Array.from({ length: 100 }, (_, i) => varianceRatio(walk(400, i + 1), 4)!);
  for (const name of ['z', 'zRobust'] as const) expect(z.filter((one) => Math.abs(one[name]) > 1.96).length).toBeLessThan(14);
});

const SHIFTED = ['mean', 'median', 'min', 'max', 'q25', 'q75', 'p10', 'p90'];
const UNMOVED = [
  'skew',
  'kurtosis',
  'direction_changes',
  'autocorr_lag1',
  'autocorr_lag5',
  'hurst_exponent',
  'trend_r2',
  'above_mean_pct',
  'permutation_entropy',
  'mann_kendall_z',
];

test('features change with shift and scale as documented, and none is NaN', () => {
  const list = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 80 });
  fc.assert(
    fc.property(list, (values) => {
      const f = extractFeatures(values, { period: 4 });
      const moved = extractFeatures(
        values.map((value) => 4 * value + 64),
        { period: 4 },
      );
      for (const value of Object.values(f)) expect(value === null || Number.isFinite(value)).toBe(true);
      for (const name of SHIFTED) expect(moved[name]).toBeCloseTo(4 * f[name]! + 64, 8);
      for (const name of UNMOVED) {
        if (f[name] === null) expect(moved[name]).toBeNull();
        else expect(moved[name]).toBeCloseTo(f[name]!, 6);
      }
    }),
    { numRuns: runs(60) },
  );
});

test('a season and a stationary series are reported as such', () => {
  const season = extractFeatures(
    made(240, 1, (i, e) => 5 * Math.sin((2 * Math.PI * i) / 12) + 0.5 * e),
    { period: 12 },
  );
  expect(season['seasonal_strength']).toBeGreaterThan(0.95);
  expect(extractFeatures(made(400, 2, (_, e) => e))['is_stationary']).toBe(1);
  expect(extractFeatures(walk(400, 2))['is_stationary']).toBe(0);
});

test('degenerate series give null, or are refused', () => {
  const constant = extractFeatures(new Float64Array(40).fill(3), { period: 4, stepsPerYear: 365 });
  expect(constant).toMatchObject({ mean: 3, std: 0, total_return: 0, cagr: 0, volatility: 0 });
  for (const name of [
    'skew',
    'kurtosis',
    'autocorr_lag1',
    'sample_entropy',
    'hurst_exponent',
    'adf_p',
    'is_stationary',
    'spectral_entropy',
  ]) {
    expect(constant[name]).toBeNull();
  }
  expect(extractFeatures([-1, 0, 1])['total_return']).toBeNull();
  expect(extractFeatures([1, 1e100, 1e149])['mean']).toBeGreaterThan(1e148);
  expect(codeOf(() => extractFeatures([1, 2]))).toBe('TF_SERIES_TOO_SHORT');
  expect(codeOf(() => extractFeatures([1, 2, NaN]))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => extractFeatures([1, 2, 3], { period: 1 }))).toBe('TF_SERIES_OPTION_INVALID');
});
