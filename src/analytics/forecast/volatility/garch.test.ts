import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { CodedError } from '../../../core/coded-error.ts';
import { normals } from '../../series/testing/noise.ts';
import * as vol from './index.ts';
import { simulatedGarch } from './testing/simulated.ts';

const TRUTH: Readonly<Record<vol.GarchKind, vol.GarchParams>> = {
  garch: { mean: 0.0005, omega: 2e-6, alpha: 0.08, gamma: 0, beta: 0.9 },
  gjr: { mean: 0.0005, omega: 2e-6, alpha: 0.03, gamma: 0.1, beta: 0.9 },
  egarch: { mean: 0.0005, omega: -0.18, alpha: 0.15, gamma: -0.08, beta: 0.98 },
};
const KINDS = ['garch', 'gjr', 'egarch'] as const;

/** An independent implementation of the papers' formulas. */
function naiveLogLikelihood(kind: vol.GarchKind, p: vol.GarchParams, returns: Float64Array, first: number): number {
  let sum = 0;
  let h = first;
  for (const r of returns) {
    const e = r - p.mean;
    const z = e / Math.sqrt(h);
    sum += Math.log(Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI * h));
    if (kind === 'egarch')
      h = h ** p.beta * Math.exp(p.omega) * Math.exp(p.gamma * z + p.alpha * (Math.abs(z) - Math.sqrt(2 / Math.PI)));
    else h = p.omega + p.alpha * e ** 2 + p.gamma * e ** 2 * Number(kind === 'gjr' && e < 0) + p.beta * h;
  }
  return sum;
}

describe.each(KINDS)('%s', (kind) => {
  const returns = simulatedGarch(kind, TRUTH[kind], 6000, 11);
  const fit = vol.fitGarch(kind, returns);
  const [{ params }, truth] = [fit, TRUTH[kind]];

  test('finds the parameters of simulated returns', () => {
    expect(params.mean).toBeCloseTo(truth.mean, 3);
    expect(Math.abs(params.alpha - truth.alpha)).toBeLessThan(0.03);
    expect(Math.abs(params.gamma - truth.gamma)).toBeLessThan(0.03);
    expect(Math.abs(params.beta - truth.beta)).toBeLessThan(0.03);
    expect(Math.abs(fit.persistence - vol.persistence(kind, truth))).toBeLessThan(0.015);
  });

  test('the likelihood equals the naive implementation’s, and is no worse than the true parameters’', () => {
    expect(fit.logLikelihood).toBeCloseTo(naiveLogLikelihood(kind, params, returns, fit.first), 6);
    expect(fit.logLikelihood).toBeGreaterThan(naiveLogLikelihood(kind, { ...truth, mean: params.mean }, returns, fit.first));
  });

  test('at the optimum, changing a parameter by 1 % gains nothing, and the slope is 0', () => {
    for (const name of ['omega', 'alpha', 'gamma', 'beta'] as const) {
      if (params[name] === 0) continue;
      const at = (factor: number) => naiveLogLikelihood(kind, { ...params, [name]: params[name] * factor }, returns, fit.first);
      expect(Math.max(at(1.01), at(0.99))).toBeLessThan(fit.logLikelihood);
      // Log-likelihood per 100 % change of the parameter; the curvature is in the hundreds or more.
      const slope = (at(1 + 1e-5) - at(1 - 1e-5)) / 2e-5;
      const curvature = -(at(1 + 1e-3) + at(1 - 1e-3) - 2 * fit.logLikelihood) / 1e-6;
      expect(Math.abs(slope / curvature)).toBeLessThan(1e-3);
    }
  });

  test('the forecast path starts at the next variance and agrees with simulation', () => {
    const path = vol.forecastGarch(fit, 10);
    expect(path[0]).toBe(fit.next);
    const noise = normals(5);
    const draws = 40_000;
    let [fifth, tenth] = [0, 0];
    for (let run = 0; run < draws; run++) {
      let h = fit.next;
      for (let k = 1; k < 10; k++) {
        h = vol.nextVariance(kind, params, h, params.mean + Math.sqrt(h) * noise());
        if (k === 4) fifth += h / draws;
      }
      tenth += h / draws;
    }
    expect(fifth / path[4]!).toBeCloseTo(1, 2);
    expect(tenth / path[9]!).toBeCloseTo(1, 2);
  });

  test('a fit is bit-identical when repeated, scales with the unit, and doesn’t look ahead', () => {
    const head = returns.slice(0, 400);
    const one = vol.fitGarch(kind, head);
    expect(vol.fitGarch(kind, head)).toEqual(one);
    const percent = vol.fitGarch(
      kind,
      head.map((r) => r * 128),
    );
    expect(percent.next / one.next).toBeCloseTo(128 ** 2, 4);
    expect(percent.logLikelihood).toBeCloseTo(one.logLikelihood - head.length * Math.log(128), 6);
    expect(vol.nextGarchVariance(one, head)).toBe(one.next);
    expect(vol.garchFilter(kind, one.params, returns, one.first).variances.slice(0, 400)).toEqual(one.variances);
  });

  test('any returns give a positive finite variance or a coded refusal', () => {
    const value = fc.oneof(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.constantFrom(0, 0, 0, 1e-12, 1e99, -1e-300, Number.NaN, Infinity),
    );
    const calm = fc.array(fc.constantFrom(0, 0.01, -0.01), { minLength: 100, maxLength: 120 });
    fc.assert(
      fc.property(fc.oneof(calm, fc.array(value, { minLength: 98, maxLength: 110 })), (list) => {
        try {
          const { next, logLikelihood, variances } = vol.fitGarch(kind, list, { mean: 'zero' });
          expect(next > 0 && Number.isFinite(next) && Number.isFinite(logLikelihood)).toBe(true);
          expect(variances.every((h) => h > 0 && Number.isFinite(h))).toBe(true);
        } catch (error) {
          if (!(error instanceof CodedError && error.code.startsWith('TF_FORECAST_VOL_'))) throw error;
        }
      }),
      { numRuns: runs(25), seed: 4 },
    );
  });
});

test('GARCH reverts to ω / (1 − α − β)', () => {
  const fit = vol.fitGarch('garch', simulatedGarch('garch', TRUTH.garch, 2000, 3));
  const { omega } = fit.params;
  expect(vol.forecastGarch(fit, 10_000).at(-1)! / (omega / (1 - fit.persistence))).toBeCloseTo(1, 6);
});

test.each([
  [Array.from({ length: 99 }, (_, i) => i), vol.volatilityTooShort.code],
  [Array.from({ length: 200 }, () => 0.01), vol.volatilityConstant.code],
  [Array.from({ length: 200 }, () => 0), vol.volatilityConstant.code],
  [Array.from({ length: 200 }, (_, i) => (i === 7 ? Number.NaN : i)), vol.volatilityInput.code],
] as const)('returns that can’t be fitted are refused: %#', (returns, code) => {
  expect(() => vol.fitGarch('garch', returns)).toThrow(expect.objectContaining({ code }));
});

test('a horizon of 0 is refused', () => {
  const fit = vol.fitGarch('garch', simulatedGarch('garch', TRUTH.garch, 300, 3));
  expect(() => vol.forecastGarch(fit, 0)).toThrow(expect.objectContaining({ code: vol.volatilityOption.code }));
});
