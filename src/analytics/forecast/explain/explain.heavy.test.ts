import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { createModel } from '../index.ts';
import { fitLinear } from '../linear/fit-linear.ts';
import { predictLinear } from '../linear/linear-model.ts';
import { rowsOf } from '../tabular/rows.ts';
import { fitTrees } from '../trees/fit-trees.ts';
import { TREE_PRESETS } from '../trees/options.ts';
import { sumTrees } from '../trees/predict-trees.ts';
import { benchmarkRows } from '../trees/testing/benchmark-rows.ts';
import { goesLeft } from '../trees/tree.ts';
import type { Tree } from '../trees/tree.ts';
import { explainLinear } from './linear-shap.ts';
import { explainTrees } from './tree-shap.ts';

/** A tree's value if only the features in `known` are known; at other features, both branches count, weighted by their covers. */
function valueOf(tree: Tree, row: Float64Array, known: number, node = 0): number {
  const column = tree.feature[node]!;
  if (column < 0) return tree.value[node]!;
  const [left, right] = [tree.left[node]!, tree.right[node]!];
  if ((known >> column) & 1) return valueOf(tree, row, known, goesLeft(tree, node, row[column]!) ? left : right);
  const both = tree.cover[left]! + tree.cover[right]!;
  const share = both > 0 ? tree.cover[left]! / both : 0.5;
  return share * valueOf(tree, row, known, left) + (1 - share) * valueOf(tree, row, known, right);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const sizeOf = (set: number): number => (set === 0 ? 0 : (set & 1) + sizeOf(set >> 1));

/** Shapley's own formula over all subsets. */
function shapley(tree: Tree, row: Float64Array, feature: number): number {
  const n = row.length;
  let sum = 0;
  for (let set = 0; set < 2 ** n; set++) {
    if ((set >> feature) & 1) continue;
    const size = sizeOf(set);
    const weight = (factorial(size) * factorial(n - size - 1)) / factorial(n);
    sum += weight * (valueOf(tree, row, set | (1 << feature)) - valueOf(tree, row, set));
  }
  return sum;
}

const cell = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(Number.NaN), fc.double({ min: -3, max: 3, noNaN: true }));
const table = fc.array(fc.tuple(fc.array(cell, { minLength: 4, maxLength: 4 }), fc.integer({ min: -9, max: 9 })), {
  minLength: 6,
  maxLength: 60,
});

test.each(Object.entries(TREE_PRESETS))('%s: TreeSHAP is Shapley’s formula over all subsets', (_, preset) =>
  fc.assert(
    fc.property(table, fc.array(cell, { minLength: 4, maxLength: 4 }), (lists, asked) => {
      const rows = rowsOf(lists.map(([list]) => list));
      const model = fitTrees(
        rows,
        Float64Array.from(lists, ([, target]) => target),
        { ...preset, trees: 1, minRows: 1, depth: 5 },
      );
      const row = Float64Array.from(asked);
      const { contributions } = explainTrees(model, rowsOf([asked]));
      for (let j = 0; j < 4; j++) expect(contributions[j]).toBeCloseTo(shapley(model.trees[0]!, row, j), 9);
    }),
    { numRuns: runs(40), seed: 9 },
  ),
);

test.each(Object.entries(TREE_PRESETS))('%s: contributions and expectation add up to the prediction', (_, preset) => {
  const { rows, targets } = benchmarkRows(250, 8);
  const model = fitTrees(rows, targets, { ...preset, trees: 30 });
  const { expectation, contributions } = explainTrees(model, rows);
  for (const [i, sum] of sumTrees(model, rows).entries()) {
    const own = contributions.subarray(i * rows.width, (i + 1) * rows.width);
    expect(own.reduce((total, part) => total + part, expectation)).toBeCloseTo(sum, 9);
  }
});

test('the expectation of boosting on all rows is their mean prediction', () => {
  const { rows, targets } = benchmarkRows(250, 8);
  const model = fitTrees(rows, targets, { trees: 30 });
  const mean = sumTrees(model, rows).reduce((sum, value) => sum + value / rows.count, 0);
  expect(explainTrees(model, rows).expectation).toBeCloseTo(mean, 9);
});

test('a linear model’s contributions are coefficient × (value − mean) and add up', () => {
  const { rows, targets } = benchmarkRows(80, 3);
  const model = fitLinear(rows, targets, { kind: 'ridge', alpha: 1 });
  const predictions = predictLinear(model, rows);
  const { expectation, contributions } = explainLinear(model, rows.values, 5 * rows.width);
  const mean = (j: number) =>
    Array.from({ length: rows.count }, (_, i) => rows.values[i * rows.width + j]!).reduce((a, b) => a + b) / rows.count;
  expect(contributions[2]).toBeCloseTo(model.coefficients[2]! * (rows.values[5 * rows.width + 2]! - mean(2)), 12);
  expect(contributions.reduce((sum, part) => sum + part, expectation)).toBeCloseTo(predictions[5]!, 12);
});

test.each(['GradientBoosting', 'RandomForest', 'CatBoost', 'Ridge', 'QuantileRegression'])(
  '%s: the attribution of the next step adds up to its forecast, in the series’ unit',
  async (name) => {
    const values = Array.from({ length: 120 }, (_, t) => 500 + t + 90 * Math.sin(t / 2) + ((t * 7919) % 13));
    const other = values.map((_, t) => Math.cos(t * 1.3));
    const fitted = await createModel(name).fit({ values, period: 12, covariates: [other] });
    const future = [Float64Array.of(0.4)];
    const { features, expectation, contributions } = fitted.explain!(future);
    expect(features).toHaveLength(contributions.length);
    const { mean } = await fitted.forecast(1, { future });
    expect(contributions.reduce((sum, part) => sum + part, expectation)).toBeCloseTo(mean[0]!, 8);
  },
);
