import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { codeOf } from '../testing/code-of.ts';
import { made } from '../testing/noise.ts';
import { bocpdChanges, createBocpd, observeBocpd } from './bocpd.ts';
import { prepare } from './cost.ts';
import { createCusum, cusumChanges, cusumSums, observeCusum } from './cusum.ts';
import { binarySegmentation, pelt } from './pelt.ts';

const shifted = (seed: number) => made(400, seed, (i, e) => (i < 150 ? 0 : i < 280 ? 4 : 1) + e);
const near = (found: readonly number[], wanted: readonly number[], within: number) => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((at, i) => expect(Math.abs(at - wanted[i]!)).toBeLessThanOrEqual(within));
};

test('worked example of CUSUM', () => {
  const sums = cusumSums([0.2, 0.1, 0.6, 0.9, 0.8], 0.3);
  [0, 0, 0.3, 0.9, 1.4].forEach((value, i) => expect(sums[i]).toBeCloseTo(value, 12));
});

/** The least cost over all possible segmentations. */
function exhaustive(x: number[], options: { cost: 'mean' | 'normal'; penalty: number; minSize: number }): number {
  const { costOf, penalty, minSize } = prepare('test', Float64Array.from(x), options)!;
  const from = (start: number): number => {
    let best = costOf(start, x.length);
    for (let t = start + minSize; t <= x.length - minSize; t++) best = Math.min(best, costOf(start, t) + penalty + from(t));
    return best;
  };
  return from(0);
}

test('PELT equals the search of every segmentation, and greedy splitting is never better', () => {
  const list = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 6, maxLength: 14 }).filter((v) => new Set(v).size > 1);
  const options = fc.record({
    cost: fc.constantFrom('mean' as const, 'normal' as const),
    penalty: fc.double({ min: 0.5, max: 20, noNaN: true }),
    minSize: fc.integer({ min: 2, max: 3 }),
  });
  fc.assert(
    fc.property(list, options, (x, own) => {
      const best = exhaustive(x, own);
      const exact = pelt(x, own);
      const greedy = binarySegmentation(x, own);
      expect(exact.cost! + own.penalty * exact.changes.length).toBeCloseTo(best, 7);
      expect(greedy.cost! + own.penalty * greedy.changes.length).toBeGreaterThanOrEqual(best - 1e-7);
    }),
    { numRuns: runs(150) },
  );
});

test('changes of mean and of variance are found at their place', () => {
  for (const seed of [1, 2, 3]) {
    near(pelt(shifted(seed)).changes, [150, 280], 3);
    near(binarySegmentation(shifted(seed)).changes, [150, 280], 3);
    near(
      pelt(
        made(600, seed, (i, e) => (i < 300 ? 1 : 4) * e),
        { cost: 'normal', minSize: 5 },
      ).changes,
      [300],
      10,
    );
  }
});

test('shifting or scaling the series doesn’t move changepoints', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const x = shifted(seed);
      for (const cost of ['mean', 'normal'] as const) {
        const own = { cost, minSize: 5 };
        expect(
          pelt(
            x.map((value) => 16 * value - 256),
            own,
          ).changes,
        ).toEqual(pelt(x, own).changes);
      }
    }),
    { numRuns: runs(15) },
  );
});

test('the streaming detectors find changes soon after they occur', () => {
  for (const seed of [1, 2, 3]) {
    for (const alarms of [cusumChanges(shifted(seed)), bocpdChanges(shifted(seed))]) {
      near(
        alarms.slice(0, 2).map(({ at }) => at),
        [155, 285],
        12,
      );
      near(
        alarms.slice(0, 2).map(({ from }) => from),
        [150, 280],
        8,
      );
    }
  }
  expect(
    cusumChanges(shifted(1))
      .map(({ direction }) => direction)
      .slice(0, 2),
  ).toEqual(['up', 'down']);
});

test('streaming gives the same alarms as the batch, and later values don’t change an alarm', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 60, max: 399 }), (seed, cut) => {
      const x = shifted(seed);
      const [cusum, bocpd] = [createCusum(), createBocpd()];
      const [a, b] = [[] as unknown[], [] as unknown[]];
      x.forEach((value) => {
        a.push(observeCusum(cusum, value) ?? []);
        b.push(observeBocpd(bocpd, value) ?? []);
      });
      expect(a.flat()).toEqual(cusumChanges(x));
      expect(b.flat()).toEqual(bocpdChanges(x));
      const other = x.map((value, i) => (i < cut ? value : 50 - value));
      for (const run of [cusumChanges, bocpdChanges]) {
        const before = (list: readonly { at: number }[]) => list.filter(({ at }) => at < cut);
        expect(before(run(other))).toEqual(before(run(x)));
      }
    }),
    { numRuns: runs(15) },
  );
});

test('a stored detector continues as if it had never stopped', () => {
  const x = shifted(4);
  const finish = <S>(state: S, observe: (state: S, value: number) => unknown) =>
    Array.from(x.subarray(200), (value) => observe(state, value));
  const [cusum, bocpd] = [createCusum(), createBocpd()];
  x.subarray(0, 200).forEach((value) => [observeCusum(cusum, value), observeBocpd(bocpd, value)]);
  const stored = JSON.parse(JSON.stringify([cusum, bocpd])) as [typeof cusum, typeof bocpd];
  expect(finish(stored[0], observeCusum)).toEqual(finish(cusum, observeCusum));
  expect(finish(stored[1], observeBocpd)).toEqual(finish(bocpd, observeBocpd));
});

test('degenerate series', () => {
  const constant = new Float64Array(100).fill(3);
  expect(pelt(constant)).toEqual({ changes: [], cost: null, penalty: null });
  expect(binarySegmentation([1, 2]).changes).toEqual([]);
  expect(pelt([]).changes).toEqual([]);
  expect(cusumChanges(constant)).toEqual([]);
  expect(bocpdChanges(constant)).toEqual([]);
  const step = constant.map((value, i) => (i < 60 ? value : 4));
  near(pelt(step).changes, [60], 0);
  expect(cusumChanges(step)).toMatchObject([{ at: 60, direction: 'up' }]);
  near(
    bocpdChanges(step).map(({ from }) => from),
    [60],
    1,
  );
  for (const run of [pelt, binarySegmentation, cusumChanges, bocpdChanges]) {
    expect(codeOf(() => run([1, NaN]))).toBe('TF_SERIES_NOT_FINITE');
    expect(run(made(100, 1, (_, e) => 1e140 * e))).toBeDefined();
  }
  expect(codeOf(() => pelt([1, 2, 3], { minSize: 0 }))).toBe('TF_SERIES_OPTION_INVALID');
  expect(codeOf(() => createBocpd({ expectedRun: 0 }))).toBe('TF_SERIES_OPTION_INVALID');
});
