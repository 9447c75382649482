import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { seededRandom } from '../../../core/random.ts';
import { createMeter } from '../meter.ts';
import { rowsOf } from '../tabular/rows.ts';
import { binRows } from './bins.ts';
import { fitTrees } from './fit-trees.ts';
import { TREE_PRESETS } from './options.ts';
import { predictTrees } from './predict-trees.ts';
import { benchmarkRows, meanSquareError } from './testing/benchmark-rows.ts';
import { leafOf } from './tree.ts';

const presets = Object.entries(TREE_PRESETS);
const small = benchmarkRows(300, 5);

/** Test errors of LightGBM 4.1 with its defaults, 100 rounds, on the same rows. */
const LIGHTGBM = [
  [500, 0.009654723],
  [1000, 0.006519351],
  [2000, 0.004899848],
  [10_000, 0.00338566],
] as const;

/** Test errors of XGBoost 1.7.4 (`hist`) with its defaults, 100 rounds, on the same rows. */
const XGBOOST = [
  [500, 0.016305817],
  [1000, 0.010098961],
  [2000, 0.007202378],
  [10_000, 0.004938794],
] as const;

test.each(LIGHTGBM)('leaf by leaf on %d rows the error is within 3 % of LightGBM’s', (rows, theirs) => {
  const fresh = benchmarkRows(5000, 999);
  const train = benchmarkRows(rows, rows);
  const ours = meanSquareError(predictTrees(fitTrees(train.rows, train.targets), fresh.rows), fresh.targets);
  expect(ours).toBeLessThan(1.03 * theirs);
});

test.each(XGBOOST)('level by level on %d rows the error is within 3 % of XGBoost’s', (rows, theirs) => {
  const fresh = benchmarkRows(5000, 999);
  const train = benchmarkRows(rows, rows);
  const ours = meanSquareError(
    predictTrees(fitTrees(train.rows, train.targets, TREE_PRESETS.levelWise), fresh.rows),
    fresh.targets,
  );
  expect(ours).toBeLessThan(1.03 * theirs);
});

test('one split by hand: the edge with the least squared error, and the leaves’ means', () => {
  const rows = rowsOf([[1], [2], [3], [4], [5], [6]]);
  const options = { trees: 1, learningRate: 1, leaves: 2, minRows: 1 };
  const { base, trees } = fitTrees(rows, Float64Array.of(1, 1, 1, 7, 8, 9), options);
  expect(base).toBeCloseTo(4.5, 12);
  expect(trees[0]!.threshold[0]).toBe(3.5);
  expect(Array.from(trees[0]!.value)).toEqual([0, 1 - 4.5, 8 - 4.5]);
  expect(Array.from(trees[0]!.cover)).toEqual([6, 3, 3]);
  const shrunk = fitTrees(rows, Float64Array.of(1, 1, 1, 7, 8, 9), { ...options, l2: 1, learningRate: 0.5 });
  expect(shrunk.trees[0]!.value[1]).toBeCloseTo((0.5 * 3 * (1 - 4.5)) / 4, 12);
});

test('pinball leaves by hand: the quantile of the residuals in the leaf', () => {
  const rows = rowsOf([[1], [1], [1], [1], [2], [2], [2], [2]]);
  const targets = Float64Array.of(1, 2, 3, 4, 11, 12, 13, 14);
  const model = fitTrees(rows, targets, { trees: 1, learningRate: 1, leaves: 2, minRows: 1, loss: 'quantile', quantile: 0.75 });
  expect(Array.from(predictTrees(model, rowsOf([[1], [2]])))).toEqual([3, 13]);
});

test('quantiles cover about their share of new rows', () => {
  const train = benchmarkRows(4000, 3);
  const fresh = benchmarkRows(4000, 4);
  for (const quantile of [0.1, 0.5, 0.9]) {
    const model = fitTrees(train.rows, train.targets, { loss: 'quantile', quantile, leaves: 8, minRows: 60 });
    const path = predictTrees(model, fresh.rows);
    const share = fresh.targets.filter((target, i) => target <= path[i]!).length / fresh.targets.length;
    expect(Math.abs(share - quantile)).toBeLessThan(0.06);
  }
});

test('a missing value goes to the side with less squared error, also if only missingness matters', () => {
  const none = Number.NaN;
  const rows = rowsOf([[1], [2], [3], [4], [none], [none]]);
  const grow = (targets: readonly number[]) =>
    predictTrees(
      fitTrees(rows, Float64Array.from(targets), { trees: 1, learningRate: 1, leaves: 2, minRows: 1 }),
      rowsOf([[1], [4], [none]]),
    );
  expect(Array.from(grow([0, 0, 6, 6, 0, 0]))).toEqual([0, 6, 0]);
  expect(Array.from(grow([0, 0, 6, 6, 6, 6]))).toEqual([0, 6, 6]);
  expect(Array.from(grow([0, 0, 0, 0, 6, 6]))).toEqual([0, 0, 6]);
});

test('oblivious trees have one split per level', () => {
  const { trees } = fitTrees(small.rows, small.targets, { ...TREE_PRESETS.oblivious, depth: 3 });
  for (const tree of trees) {
    expect(tree.feature).toHaveLength(15);
    const checkLevel = (nodes: readonly number[]): void => {
      expect(new Set(nodes.map((node) => `${tree.feature[node]} ${tree.threshold[node]}`)).size).toBe(1);
      if (tree.feature[nodes[0]!]! >= 0) checkLevel(nodes.flatMap((node) => [tree.left[node]!, tree.right[node]!]));
    };
    checkLevel([0]);
  }
});

test('level-wise growth respects the depth limit, leaf-wise growth the number of leaves', () => {
  const leaves = (feature: Int32Array) => feature.filter((column) => column < 0).length;
  for (const { feature } of fitTrees(small.rows, small.targets, { ...TREE_PRESETS.levelWise, depth: 2 }).trees) {
    expect(leaves(feature)).toBeLessThanOrEqual(4);
  }
  for (const { feature } of fitTrees(small.rows, small.targets, { leaves: 5 }).trees) {
    expect(leaves(feature)).toBeLessThanOrEqual(5);
  }
});

test('a leaf of boosting has at least minRows rows, and a node’s cover is the sum of its children’s', () => {
  for (const { feature, cover, left, right } of fitTrees(small.rows, small.targets, { minRows: 17 }).trees) {
    for (const [node, column] of feature.entries()) {
      if (column < 0) expect(cover[node]).toBeGreaterThanOrEqual(17);
      else expect(cover[node]).toBe(cover[left[node]!]! + cover[right[node]!]!);
    }
  }
});

test.each(presets)('%s: the same seed gives bit-identical trees, another seed different ones', (_, preset) => {
  const predict = (seed: number) =>
    predictTrees(fitTrees(small.rows, small.targets, { ...preset, featureShare: 0.5, trees: 20 }, { seed }), small.rows);
  expect(predict(3)).toEqual(predict(3));
  expect(predict(3)).not.toEqual(predict(4));
});

test.each(presets)('%s: binned and raw values reach the same leaf', (_, preset) => {
  // Boosting routes rows by bins; prediction by raw values must reduce the same residuals.
  const model = fitTrees(small.rows, small.targets, { ...preset, rows: 'all', trees: 1 });
  const { tree } = { tree: model.trees[0]! };
  const counted = new Float64Array(tree.feature.length);
  for (let i = 0; i < small.rows.count; i++) counted[leafOf(tree, small.rows.values, i * small.rows.width)]! += 1;
  for (const [node, column] of tree.feature.entries()) if (column < 0) expect(counted[node]).toBe(tree.cover[node]);
});

test('without random draws, more trees never fit the sample worse', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom('leaf', 'level', 'oblivious' as const), (seed, policy) => {
      const { rows, targets } = benchmarkRows(60, seed);
      const error = (trees: number) =>
        meanSquareError(predictTrees(fitTrees(rows, targets, { policy, depth: 4, minRows: 2, trees }), rows), targets);
      expect(error(6)).toBeLessThanOrEqual(error(3) + 1e-12);
    }),
    { numRuns: runs(20), seed: 2 },
  ));

test('bins keep the order of values, never separate equal values, and stay within the maximum', () =>
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 5 })), {
        minLength: 1,
        maxLength: 200,
      }),
      fc.integer({ min: 2, max: 255 }),
      (values, most) => {
        const { bins, edges } = binRows({ values: Float64Array.from(values), count: values.length, width: 1 }, most);
        expect(edges[0]!.length).toBeLessThan(most);
        for (let i = 0; i < values.length; i++) {
          for (let j = 0; j < values.length; j += 7) if (values[i]! <= values[j]!) expect(bins[i]!).toBeLessThanOrEqual(bins[j]!);
        }
      },
    ),
    { numRuns: runs(50), seed: 6 },
  ));

test('a meter limits the number of trees, and the first trees don’t depend on the later ones', () => {
  const short = fitTrees(small.rows, small.targets, { rowShare: 0.6 }, { meter: createMeter({ maxSteps: 7, clock: () => 0 }) });
  const long = fitTrees(small.rows, small.targets, { rowShare: 0.6 });
  expect(short.trees).toHaveLength(7);
  expect(short.trees).toEqual(long.trees.slice(0, 7));
});

test('a forest has a smaller error on new rows than its single trees', () => {
  const train = benchmarkRows(600, 21);
  const fresh = benchmarkRows(600, 22);
  const error = (trees: number) =>
    meanSquareError(
      predictTrees(fitTrees(train.rows, train.targets, { ...TREE_PRESETS.randomForest, trees }), fresh.rows),
      fresh.targets,
    );
  expect(error(50)).toBeLessThan(0.7 * error(1));
});

test.each([
  [{ trees: 1.5 }],
  [{ leaves: 1 }],
  [{ quantile: 1 }],
  [{ bins: 256 }],
  [{ learningRate: 0 }],
  [{ rowShare: 0 }],
  [{ ...TREE_PRESETS.randomForest, loss: 'quantile' as const }],
])('the setting %j is refused with a code', (options) => {
  expect(() => fitTrees(small.rows, small.targets, options)).toThrow(
    expect.objectContaining({ code: 'TF_FORECAST_OPTION_INVALID' }),
  );
});

test('invalid rows are refused with a code', () => {
  const code = expect.objectContaining({ code: 'TF_FORECAST_ROWS_INVALID' });
  expect(() => rowsOf([[1, 2], [1]])).toThrow(code);
  expect(() => fitTrees(rowsOf([]), new Float64Array(0))).toThrow(code);
  expect(() => fitTrees(rowsOf([[1]]), Float64Array.of(1, 2))).toThrow(code);
  expect(() => fitTrees(rowsOf([[Infinity]]), Float64Array.of(1))).toThrow(code);
  expect(() => fitTrees(rowsOf([[1]]), Float64Array.of(Number.NaN))).toThrow(code);
  expect(() => predictTrees(fitTrees(rowsOf([[1]]), Float64Array.of(1)), rowsOf([[1, 2]]))).toThrow(code);
});

test('unusual tables give finite predictions: one row, constants, an all-missing column', () => {
  const random = seededRandom(1);
  for (const [, preset] of presets) {
    for (const lists of [
      [[1, 2]],
      Array.from({ length: 50 }, () => [3, 3]),
      Array.from({ length: 50 }, () => [Number.NaN, random()]),
    ]) {
      const rows = rowsOf(lists);
      const model = fitTrees(
        rows,
        Float64Array.from(lists, (_, i) => i % 4),
        { ...preset, trees: 5 },
      );
      expect(predictTrees(model, rows).every(Number.isFinite)).toBe(true);
    }
  }
});
