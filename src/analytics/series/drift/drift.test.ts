import fc from 'fast-check';
import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/index.ts';
import { close } from '../../flow/testing/close.ts';
import { codeOf } from '../testing/code-of.ts';
import { made } from '../testing/noise.ts';
import { adwinMean, createAdwin, observeAdwin } from './adwin.ts';
import { assessDrift, severityOf, type DriftSignal } from './assess.ts';
import { createDdm, observeDdm } from './ddm.ts';
import { createPageHinkley, observePageHinkley } from './page-hinkley.ts';
import { jensenShannon, kolmogorovSmirnov, populationStability } from './two-sample.ts';

const noise = (n: number, seed: number, shift = 0) => made(n, seed, (_, e) => e + shift);

test('Kolmogorov–Smirnov by hand', () => {
  expect(kolmogorovSmirnov([1, 2, 3, 4], [1, 2, 3, 4])).toEqual({ statistic: 0, pValue: 1 });
  expect(kolmogorovSmirnov([1, 2, 3, 4], [5, 6, 7, 8]).statistic).toBe(1);
  expect(kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6]).statistic).toBe(0.5);
  const seeds = Array.from({ length: 300 }, (_, i) => i + 1);
  const rejected = seeds.filter((seed) => kolmogorovSmirnov(noise(80, seed), noise(60, seed + 9999)).pValue < 0.05).length / 300;
  expect(rejected).toBeLessThan(0.09);
  expect(rejected).toBeGreaterThan(0.01);
});

test('stability index and Jensen–Shannon by hand', () => {
  // Two bins cut at the median 2.5: shares ½ ½ against ¼ ¾.
  const [a, b] = [
    [1, 2, 3, 4],
    [1, 3, 4, 4],
  ];
  close(populationStability(a, b, { bins: 2 }), -0.25 * Math.log(0.5) + 0.25 * Math.log(1.5), 1e-12);
  const towards = (p: number, q: number) => p * Math.log2((2 * p) / (p + q));
  close(
    jensenShannon(a, b, { bins: 2 }),
    (towards(0.5, 0.25) + towards(0.5, 0.75) + towards(0.25, 0.5) + towards(0.75, 0.5)) / 2,
    1e-12,
  );
  expect(jensenShannon([1, 2, 3, 4], [-9, -8, -7, -6], { bins: 2 })).toBe(1);
});

test('the distance of a sample to itself is 0, and distances don’t depend on shift and scale', () => {
  const list = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      for (const run of [populationStability, jensenShannon, (x: number[], y: number[]) => kolmogorovSmirnov(x, y).statistic]) {
        expect(run(a, a)).toBeCloseTo(0, 12);
        expect(run(a, b)).toBeGreaterThanOrEqual(0);
        const move = (value: number) => 4 * value + 32;
        expect(run(a.map(move), b.map(move))).toBeCloseTo(run(a, b), 9);
      }
    }),
  );
});

test('an adaptive window keeps its mean, drops the old level, and stays on steady values', () => {
  const random = seededRandom(3);
  const steady = createAdwin();
  let cuts = 0;
  for (let i = 0; i < 3000; i++) if (observeAdwin(steady, random())) cuts++;
  expect(cuts).toBe(0);
  expect(steady.width).toBe(3000);
  expect(steady.rows.flat().length).toBeLessThan(60);
  close(adwinMean(steady), 0.5, 0.05);
  const moved = createAdwin();
  const at: number[] = [];
  for (let i = 0; i < 1000; i++) if (observeAdwin(moved, random() * 0.3 + (i < 500 ? 0 : 0.5))) at.push(i);
  expect(at[0]).toBeGreaterThanOrEqual(500);
  expect(at[0]).toBeLessThan(530);
  expect(moved.width).toBeLessThanOrEqual(530);
  expect(adwinMean(createAdwin())).toBeNull();
});

test('Page–Hinkley and the error-rate test find a worsening once', () => {
  const page = createPageHinkley({ lambda: 20, delta: 0.1 });
  const alarms = Array.from(noise(600, 5), (e, i) => observePageHinkley(page, e + (i < 300 ? 0 : 2)) && i).filter(
    (i) => i !== null,
  );
  expect(alarms).toHaveLength(1);
  expect(Number(alarms[0]) - 300).toBeLessThan(20);
  const random = seededRandom(8);
  const ddm = createDdm();
  const said = Array.from({ length: 1000 }, (_, i) => observeDdm(ddm, random() < (i < 500 ? 0.1 : 0.5) ? 'wrong' : 'right'));
  expect(said.slice(0, 500)).not.toContain('drift');
  expect(said.indexOf('drift') - 500).toBeLessThan(60);
  expect(said.indexOf('warning')).toBeLessThan(said.indexOf('drift'));
});

const signal = (detector: DriftSignal['detector'], strength: number): DriftSignal => ({
  detector,
  drifted: true,
  strength,
  statistic: 0,
  limit: 0,
});

test('severities follow their thresholds', () => {
  expect(severityOf([])).toBeNull();
  expect(severityOf([signal('ks', 0.1)])).toBe('LOW');
  expect(severityOf([signal('ks', 0.3)])).toBe('MEDIUM');
  expect(severityOf([signal('ks', 0.4)])).toBe('HIGH');
  expect(severityOf([signal('ks', 0.1), signal('adwin', 1)])).toBe('HIGH');
  expect(severityOf([signal('psi', 0.6)])).toBe('CRITICAL');
  expect(severityOf([signal('ks', 0.1), signal('adwin', 1), signal('psi', 0.3)])).toBe('CRITICAL');
});

test('the same source is rarely reported, another source is', () => {
  const seeds = Array.from({ length: 60 }, (_, i) => i + 1);
  const high = (shift: number) =>
    seeds.filter((seed) => /HIGH|CRITICAL/.test(assessDrift(noise(300, seed), noise(300, seed + 777, shift)).severity ?? ''))
      .length / 60;
  expect(high(0)).toBeLessThan(0.05);
  expect(high(1)).toBeGreaterThan(0.95);
  const worse = assessDrift(noise(100, 1), noise(100, 2), { errors: { reference: 1, current: 1.7 } });
  expect(worse.signals.find(({ detector }) => detector === 'performance')).toMatchObject({ drifted: true });
});

test('degenerate samples', () => {
  const constant = new Float64Array(40).fill(2);
  expect(assessDrift(constant, constant)).toMatchObject({ drifted: false, severity: null });
  expect(
    assessDrift(
      constant,
      constant.map(() => 3),
    ).severity,
  ).toBe('CRITICAL');
  expect(
    assessDrift(
      constant,
      constant.map(() => 1),
    ).severity,
  ).toBe('CRITICAL');
  expect(codeOf(() => assessDrift([1], constant))).toBe('TF_SERIES_TOO_SHORT');
  expect(codeOf(() => assessDrift(constant, constant.with(3, NaN)))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => createAdwin({ delta: 0 }))).toBe('TF_SERIES_OPTION_INVALID');
});

test('a model whose error rate rises raises DDM in the report; a stable model doesn’t', () => {
  const random = seededRandom(3);
  const outcomesOf = (rate: number) =>
    Array.from({ length: 300 }, () => (random() < rate ? ('wrong' as const) : ('right' as const)));
  const flat = Float64Array.from({ length: 60 }, random);
  const ddm = (current: number) =>
    assessDrift(flat, flat, { outcomes: { reference: outcomesOf(0.1), current: outcomesOf(current) } }).signals.find(
      ({ detector }) => detector === 'ddm',
    );
  expect(ddm(0.4)).toMatchObject({ drifted: true, strength: 1 });
  expect(ddm(0.1)).toMatchObject({ drifted: false });
});
