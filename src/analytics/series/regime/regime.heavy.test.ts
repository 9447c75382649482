import fc from 'fast-check';
import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/index.ts';
import { close } from '../../flow/testing/close.ts';
import { codeOf } from '../testing/code-of.ts';
import { made } from '../testing/noise.ts';
import { dtw } from './dtw.ts';
import { filterNext, filterStates, fitRegimes, likeliestPath, type FilterState, type HiddenMarkov } from './hmm.ts';
import { labelMoves } from './labels.ts';
import { marketRegimes } from './market-regime.ts';

const worked: HiddenMarkov = {
  start: [0.5, 0.5],
  transition: [
    [0.95, 0.05],
    [0.1, 0.9],
  ],
  means: [0, 0],
  deviations: [0.005, 0.02],
};

/** A path of two states and values drawn from them. */
function drawn(n: number, seed: number): { readonly path: number[]; readonly x: Float64Array } {
  const random = seededRandom(seed + 1000);
  let state = 0;
  const path: number[] = [];
  const x = made(n, seed, (_, e) => {
    state = random() < 0.03 ? 1 - state : state;
    path.push(state);
    return state === 0 ? 0.001 + 0.005 * e : -0.002 + 0.02 * e;
  });
  return { path, x };
}

test('worked example of the filter', () => {
  const states = filterStates(worked, [0.002, -0.004, 0.03]);
  [0.21227, 0.091773, 0.999999].forEach((p, t) => close(states[t]!.probabilities[1]!, p, 1e-5));
  close(states[2]!.logLikelihood, 7.550962);
});

test('the most likely path is the best of all paths', () => {
  const score = (path: readonly number[], x: readonly number[]) =>
    path.reduce((sum, state, t) => {
      const move = t === 0 ? worked.start[state]! : worked.transition[path[t - 1]!]![state]!;
      return sum + Math.log(move) - Math.log(worked.deviations[state]!) - 0.5 * (x[t]! / worked.deviations[state]!) ** 2;
    }, 0);
  const values = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(values, (x) => {
      const all = Array.from({ length: 2 ** x.length }, (_, bits) =>
        score(
          x.map((__, t) => (bits >> t) & 1),
          x,
        ),
      );
      expect(score([...likeliestPath(worked, x)], x)).toBeCloseTo(Math.max(...all), 9);
    }),
  );
  const calm = Array.from({ length: 6 }, () => 0.001);
  expect([...likeliestPath(worked, [...calm, 0.05, 0.04, ...calm])].join('')).toBe('00000011000000');
  expect(likeliestPath(worked, [])).toHaveLength(0);
});

test('streaming gives the same states as the batch, and later values don’t change the filter', () => {
  const { x } = drawn(300, 1);
  let state: FilterState | null = null;
  const one = Array.from(x, (value) => (state = filterNext(worked, state, value)));
  expect(one).toEqual(filterStates(worked, x));
  expect(
    filterStates(
      worked,
      x.map((value, t) => (t < 200 ? value : 1)),
    ).slice(0, 200),
  ).toEqual(one.slice(0, 200));
});

test('a fit finds the model of a simulated series', () => {
  const { x, path } = drawn(3000, 5);
  const fit = fitRegimes(x, { seed: 1 })!;
  close(fit.deviations[0]!, 0.005, 0.1);
  close(fit.deviations[1]!, 0.02, 0.1);
  expect(fit.transition[0]![1]).toBeGreaterThan(0.015);
  expect(fit.transition[0]![1]).toBeLessThan(0.06);
  expect(fit.converged).toBe(true);
  fit.transition.forEach((row) => close(row[0]! + row[1]!, 1, 1e-9));
  const agree = likeliestPath(fit, x).reduce((count, state, t) => count + (state === path[t] ? 1 : 0), 0) / path.length;
  expect(agree).toBeGreaterThan(0.93);
  expect(fit.bic).toBeLessThan(fitRegimes(x, { seed: 1, states: 3 })!.bic);
  expect(fitRegimes(x, { seed: 1 })).toEqual(fit);
});

test('more rounds never lower the likelihood, and scaling the series only scales the model', () => {
  const { x } = drawn(400, 7);
  const likelihood = (maxIterations: number) => fitRegimes(x, { seed: 2, starts: 1, maxIterations })!.logLikelihood;
  for (let rounds = 1; rounds < 8; rounds++) expect(likelihood(rounds + 1)).toBeGreaterThanOrEqual(likelihood(rounds) - 1e-9);
  const [fit, scaled] = [
    fitRegimes(x, { seed: 2 })!,
    fitRegimes(
      x.map((value) => 1024 * value),
      { seed: 2 },
    )!,
  ];
  fit.deviations.forEach((s, i) => close(scaled.deviations[i]!, 1024 * s, 1e-6));
});

test('transitions and stays are counted', () => {
  const moves = labelMoves(['a', 'a', 'b', 'a', 'a', 'a', 'b']);
  expect(moves).toMatchObject({ labels: ['a', 'b'], shares: [5 / 7, 2 / 7] });
  expect(moves.transition).toEqual([
    [3 / 5, 2 / 5],
    [1, 0],
  ]);
  expect(moves.durations).toEqual([
    { count: 2, mean: 2.5, longest: 3 },
    { count: 1, mean: 1, longest: 1 },
  ]);
  expect(labelMoves([7])).toEqual({ labels: [7], transition: [null], shares: [1], durations: [null] });
  expect(labelMoves([])).toMatchObject({ labels: [] });
});

test('each required regime is found where it was planted, from the past only', () => {
  const prices = (drift: (i: number) => number, size: (i: number) => number) => {
    let level = Math.log(100);
    return made(500, 3, (i, e) => Math.exp((level += drift(i) + size(i) * e)));
  };
  const common = (list: readonly (string | null)[]) => labelMoves(list.slice(420, 470).map(String));
  const most = (list: readonly (string | null)[]) =>
    common(list).labels[common(list).shares.indexOf(Math.max(...common(list).shares))];
  expect(
    most(
      marketRegimes(
        prices(
          (i) => (i > 400 ? 0.001 : 0),
          () => 0.001,
        ),
      ),
    ),
  ).toMatch(/TRENDING_UP|BREAKOUT/);
  expect(
    most(
      marketRegimes(
        prices(
          (i) => (i > 400 ? -0.001 : 0),
          () => 0.001,
        ),
      ),
    ),
  ).toMatch(/TRENDING_DOWN|BREAKDOWN/);
  expect(
    most(
      marketRegimes(
        prices(
          () => 0,
          (i) => (i > 400 ? 0.01 : 0.001),
        ),
      ),
    ),
  ).toMatch(/HIGH_VOLATILITY/);
  expect(
    most(
      marketRegimes(
        prices(
          () => 0,
          (i) => (i > 400 ? 0.0002 : 0.002),
        ),
      ),
    ),
  ).toMatch(/LOW_VOLATILITY/);
  const x = prices(
    () => 0,
    () => 0.002,
  );
  const jump = marketRegimes(x.with(450, x[450]! * 1.1));
  expect(jump[450]).toBe('BREAKOUT');
  expect(marketRegimes(x.with(450, x[450]! * 0.9))[450]).toBe('BREAKDOWN');
  expect(jump.slice(0, 450)).toEqual(marketRegimes(x).slice(0, 450));
  expect(jump.slice(0, 79).every((regime) => regime === null)).toBe(true);
});

const list = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 20 });

test('warping by hand; the distance is never larger than point by point', () => {
  expect(dtw([1, 2, 3, 3], [1, 2, 2, 3])).toEqual({
    distance: 0,
    path: [
      [0, 0],
      [1, 1],
      [1, 2],
      [2, 3],
      [3, 3],
    ],
  });
  expect(dtw([0, 0, 5], [0, 5, 5]).distance).toBe(0);
  expect(dtw([0, 0, 5], [0, 5, 5], { band: 0 }).distance).toBe(5);
  expect(dtw([1], [4, 5]).distance).toBe(7);
});

test('warping is symmetric, 0 for itself, scales with the values, and its path has the reported cost', () => {
  fc.assert(
    fc.property(list, list, fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }), (a, b, band) => {
      const options = band === undefined ? {} : { band };
      const { distance, path } = dtw(a, b, options);
      expect(dtw(b, a, options).distance).toBe(distance);
      expect(dtw(a, a, options).distance).toBe(0);
      expect(
        dtw(
          a.map((v) => 3 * v + 1),
          b.map((v) => 3 * v + 1),
          options,
        ).distance,
      ).toBe(3 * distance);
      expect(path.reduce((sum, [i, j]) => sum + Math.abs(a[i]! - b[j]!), 0)).toBe(distance);
      expect(distance).toBeGreaterThanOrEqual(dtw(a, b).distance);
      if (a.length === b.length)
        expect(distance).toBeLessThanOrEqual(a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0));
    }),
  );
});

test('degenerate series', () => {
  expect(fitRegimes(new Float64Array(40).fill(1), { seed: 1 })).toBeNull();
  expect(codeOf(() => fitRegimes([1, 2, 3], { seed: 1 }))).toBe('TF_SERIES_TOO_SHORT');
  expect(codeOf(() => fitRegimes([...drawn(30, 1).x, NaN], { seed: 1 }))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => fitRegimes(drawn(30, 1).x, { seed: 1, states: 1 }))).toBe('TF_SERIES_OPTION_INVALID');
  const spiky = new Float64Array(60).map((_, i) => (i === 30 ? 1e6 : i % 2));
  for (const value of fitRegimes(spiky, { seed: 1, states: 3 })!.deviations) expect(value).toBeGreaterThan(0);
  expect(Number.isFinite(filterStates(worked, [1e6])[0]!.logLikelihood)).toBe(true);
  expect(codeOf(() => dtw([], [1]))).toBe('TF_SERIES_TOO_SHORT');
  expect(codeOf(() => dtw(new Float64Array(20_000), new Float64Array(20_000)))).toBe('TF_SERIES_OPTION_INVALID');
  expect(dtw(new Float64Array(20_000), new Float64Array(20_000), { band: 5 }).distance).toBe(0);
  expect(codeOf(() => marketRegimes([1, 0]))).toBe('TF_SERIES_OPTION_INVALID');
});
