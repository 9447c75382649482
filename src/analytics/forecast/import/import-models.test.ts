import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { explainTrees } from '../explain/tree-shap.ts';
import { rowsOf } from '../tabular/rows.ts';
import { predictTrees, sumTrees } from '../trees/predict-trees.ts';
import { importLightGbm } from './lightgbm-text.ts';
import { importXgBoost } from './xgboost-json.ts';

/** Rows, and a library's predictions for them with the model that it saved; null is a missing value. */
interface Fixture {
  readonly made_by: string;
  readonly model: string;
  readonly rows: readonly (readonly (number | null)[])[];
  readonly sums: readonly number[];
  readonly predictions: readonly number[];
  /** Shapley values by row, the expectation last. */
  readonly contributions?: readonly (readonly number[])[];
}

const folder = new URL('fixtures/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Fixture;
const fixtures = readdirSync(folder);
const importFor = (name: string) => (name.startsWith('lightgbm') ? importLightGbm : importXgBoost);
const tableOf = ({ rows }: Fixture) => rowsOf(rows.map((row) => row.map((value) => value ?? Number.NaN)));

test.each(fixtures)('%s: sums and predictions equal the library’s', (name) => {
  const fixture = read(name);
  const ensemble = importFor(name)(fixture.model);
  // LightGBM's raw values of a forest are sums, its predictions means.
  const sums = fixture.sums.map((sum) => (ensemble.joined === 'mean' ? sum / ensemble.trees.length : sum));
  // XGBoost works in float32 and its last bits depend on the machine's exponential.
  const tolerance = name.startsWith('lightgbm') ? 1e-14 : 2e-7;
  for (const [ours, theirs] of [
    [sumTrees(ensemble, tableOf(fixture)), sums],
    [predictTrees(ensemble, tableOf(fixture)), fixture.predictions],
  ] as const) {
    expect(ours).toHaveLength(theirs.length);
    for (const [i, value] of theirs.entries())
      expect(Math.abs(ours[i]! - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
});

test.each(fixtures.filter((name) => read(name).contributions !== undefined))('%s: Shapley values equal the library’s', (name) => {
  const fixture = read(name);
  const ensemble = importFor(name)(fixture.model);
  const { expectation, contributions } = explainTrees(ensemble, tableOf(fixture));
  const tolerance = name.startsWith('lightgbm') ? 1e-12 : 2e-6;
  const share = ensemble.joined === 'mean' ? 1 / ensemble.trees.length : 1;
  for (const [i, theirs] of fixture.contributions!.entries()) {
    expect(Math.abs(expectation - share * theirs.at(-1)!)).toBeLessThan(tolerance);
    for (let j = 0; j < ensemble.width; j++) {
      expect(Math.abs(contributions[i * ensemble.width + j]! - share * theirs[j]!)).toBeLessThan(tolerance);
    }
  }
});

const lightgbm = read('lightgbm-categories.json').model;
const xgboost = read('xgboost-categories.json').model;

test.each([
  ['several outputs', lightgbm.replace('num_class=1', 'num_class=3')],
  ['linear trees', lightgbm.replace('is_linear=0', 'is_linear=1')],
  ['the objective lambdarank', lightgbm.replace('objective=regression', 'objective=lambdarank')],
  ['version v2', lightgbm.replace(/version=v\d/, 'version=v2')],
] as const)('LightGBM: %s is refused by name', (feature, text) => {
  expect(() => importLightGbm(text)).toThrow(
    expect.objectContaining({ code: 'TF_FORECAST_MODEL_FILE_UNSUPPORTED', message: expect.stringContaining(feature) }),
  );
});

test.each([
  ['the booster dart', xgboost.replace('"name":"gbtree"', '"name":"dart"')],
  ['several outputs', xgboost.replace('"num_class":"0"', '"num_class":"3"')],
  ['several outputs', xgboost.replace('"5E-1"', '"[5E-1,2E-1]"')],
  ['vector leaves', xgboost.replace(/"num_nodes":"\d+","size_leaf_vector":"0"/, '"num_nodes":"15","size_leaf_vector":"2"')],
  ['the objective rank:pairwise', xgboost.replace('reg:squarederror', 'rank:pairwise')],
] as const)('XGBoost: %s is refused by name', (feature, text) => {
  expect(text).not.toBe(xgboost);
  expect(() => importXgBoost(text)).toThrow(
    expect.objectContaining({ code: 'TF_FORECAST_MODEL_FILE_UNSUPPORTED', message: expect.stringContaining(feature) }),
  );
});

const early = read('xgboost-missing.json');
const LAST_ROUND = '"best_iteration":"3","best_ntree_limit":"4"';
const stopped = (attributes: string, text = early.model) => text.replace(LAST_ROUND, attributes);
const byRound = (text: string, ends: readonly number[]) =>
  text.replace('"gbtree_model_param":', `"iteration_indptr":${JSON.stringify(ends)},"gbtree_model_param":`);
const inPairs = (text: string) => text.replace('"num_parallel_tree":"1"', '"num_parallel_tree":"2"');

test.each([
  ['the rounds up to the best one', stopped('"best_iteration":"1","best_ntree_limit":"2"'), 2],
  ['several trees a round, counted by an old version', stopped('"best_iteration":"0","best_ntree_limit":"3"'), 3],
  ['several trees a round, by their number', inPairs(stopped('"best_iteration":"0"')), 2],
  ['several trees a round, listed by a new version', byRound(stopped('"best_iteration":"1"'), [0, 1, 3, 4]), 3],
  ['a best round that is the last one', early.model, 4],
  ['no early stopping', stopped(''), 4],
] as const)('XGBoost: %s', (_, text, trees) => {
  expect(early.model).toContain(LAST_ROUND);
  const whole = importXgBoost(early.model);
  expect(whole.trees).toHaveLength(4);
  const ensemble = importXgBoost(text);
  expect(ensemble.trees).toHaveLength(trees);
  const rows = tableOf(early);
  expect([...predictTrees(ensemble, rows)]).toEqual([...predictTrees({ ...whole, trees: whole.trees.slice(0, trees) }, rows)]);
  expect([...predictTrees(importXgBoost(text, { rounds: 'all' }), rows)]).toEqual([...predictTrees(whole, rows)]);
});

test.each([
  '"best_iteration":"4"',
  '"best_iteration":"-1"',
  '"best_iteration":"x"',
  '"best_iteration":"1","best_ntree_limit":"0"',
])('XGBoost: %s is refused', (attributes) => {
  expect(() => importXgBoost(stopped(attributes))).toThrow(expect.objectContaining({ code: 'TF_FORECAST_MODEL_FILE_INVALID' }));
});

/** A LightGBM tree that is a chain of splits. */
function chain(questions: number): string {
  const list = (at: (i: number) => number, length = questions) => Array.from({ length }, (_, i) => at(i)).join(' ');
  return `tree
version=v4
max_feature_idx=0
feature_names=a

Tree=0
num_leaves=${questions + 1}
split_feature=${list(() => 0)}
threshold=${list((i) => -i)}
decision_type=${list(() => 2)}
left_child=${list((i) => (i + 1 < questions ? i + 1 : ~questions))}
right_child=${list((i) => ~i)}
leaf_value=${list((i) => i, questions + 1)}
end of trees
`;
}

test('a deep tree within the limit is read and attributed', () => {
  const ensemble = importLightGbm(chain(900));
  const rows = rowsOf([[-400.5]]);
  const { expectation, contributions } = explainTrees(ensemble, rows);
  expect(expectation + contributions[0]!).toBeCloseTo(predictTrees(ensemble, rows)[0]!, 6);
});

test.each([
  '',
  '{}',
  'null',
  '{"learner":{}}',
  'tree',
  lightgbm.slice(0, 900),
  xgboost.slice(0, 900),
  lightgbm.replace(/left_child=\S+/, 'left_child=0'),
  lightgbm.replace(/split_feature=\S+/, 'split_feature=99'),
  lightgbm.replace(/cat_boundaries=0 \d+/, 'cat_boundaries=0 9'),
  lightgbm.replace(/leaf_value=\S+/, 'leaf_value=x'),
  xgboost.replace(/"left_children":\[1/, '"left_children":[0'),
  xgboost.replace('"num_feature":"4","num_target"', '"num_feature":"4000000000","num_target"'),
  chain(1_500),
  xgboost.replace(/"split_indices":\[\d/, '"split_indices":[77'),
  xgboost.replace(/"categories_nodes":\[\d+/, '"categories_nodes":[9'),
])('an invalid model is refused with a code (%#)', (text) => {
  for (const importer of [importLightGbm, importXgBoost]) {
    expect(() => importer(text)).toThrow(expect.objectContaining({ code: 'TF_FORECAST_MODEL_FILE_INVALID' }));
  }
});

test('thresholds, missing values and sets of a handwritten model work as by hand', () => {
  const text = `tree
version=v4
num_class=1
num_tree_per_iteration=1
max_feature_idx=1
objective=regression
feature_names=size kind

Tree=0
num_leaves=3
num_cat=1
split_feature=0 1
threshold=1.5 0
decision_type=10 1
left_child=-1 -2
right_child=1 -3
leaf_value=1 2 4
leaf_count=5 3 2
cat_boundaries=0 2
cat_threshold=1 4
shrinkage=1

end of trees
`;
  const ensemble = importLightGbm(text);
  expect(ensemble.names).toEqual(['size', 'kind']);
  // 1.5 is at most 1.5; NaN goes left by default_left; the set is 0 and 34; NaN, negative and unknown categories go right.
  const rows = rowsOf([
    [1.5, 9],
    [Number.NaN, 9],
    [2, 0],
    [2, 34.9],
    [2, 1],
    [2, Number.NaN],
    [2, -1],
    [2, 1e12],
  ]);
  expect(Array.from(predictTrees(ensemble, rows))).toEqual([1, 1, 2, 2, 4, 4, 4, 4]);
  const { expectation } = explainTrees(ensemble, rows);
  expect(expectation).toBeCloseTo((5 * 1 + 3 * 2 + 2 * 4) / 10, 12);
});

test('a LightGBM threshold of inf separates present from missing values', () => {
  const text = `tree
version=v4
num_class=1
num_tree_per_iteration=1
max_feature_idx=0
objective=regression
feature_names=a

Tree=0
num_leaves=2
num_cat=0
split_feature=0
threshold=inf
decision_type=8
left_child=-1
right_child=-2
leaf_value=1 2

end of trees
`;
  expect(Array.from(predictTrees(importLightGbm(text), rowsOf([[1e300], [Number.NaN]])))).toEqual([1, 2]);
});

test('base_score in brackets, as written from XGBoost 3.1 on, is parsed', () => {
  const table = tableOf(read('xgboost-categories.json'));
  expect(predictTrees(importXgBoost(xgboost.replace('"5E-1"', '"[5E-1]"')), table)).toEqual(
    predictTrees(importXgBoost(xgboost), table),
  );
});
