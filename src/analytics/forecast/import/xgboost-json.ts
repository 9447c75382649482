import { MISSING_LEFT, SET_GOES_RIGHT } from '../trees/tree.ts';
import type { Link, Tree, TreeEnsemble } from '../trees/tree.ts';
import { modelFileInvalid, modelFileUnsupported } from './errors.ts';
import { shapeProblem } from './tree-check.ts';

const FORMAT = 'XGBoost JSON';
const invalid = (problem: string) => modelFileInvalid({ format: FORMAT, problem });
const unsupported = (feature: string) => modelFileUnsupported({ format: FORMAT, feature });

/** More than any real model has; a file that claims more is refused to protect memory. */
const MOST_FEATURES = 1_000_000;
const MOST_SET_WORDS = 4_000_000;

type Json = Readonly<Record<string, unknown>>;

/** XGBoost 1 writes NaN, which JSON doesn't allow, for nodes that split by category. */
const NO_JSON = /([[,:]\s*)-?(?:NaN|Infinity)(?=\s*[,\]}])/g;

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(NO_JSON, '$1null'));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'it is not JSON');
  }
}

function objectAt(parent: Json, name: string): Json {
  const value = parent[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`it has no object ${name}`);
  return value as Json;
}

function listAt(parent: Json, name: string): readonly unknown[] {
  const value = parent[name];
  if (!Array.isArray(value)) throw invalid(`it has no list ${name}`);
  return value;
}

function numbersAt(parent: Json, name: string, length: number): Float64Array {
  const list = listAt(parent, name);
  if (list.length !== length) throw invalid(`${name} has ${list.length} of ${length} entries`);
  return Float64Array.from(list, (value) => {
    if (value === null) return Number.NaN;
    if (typeof value !== 'number' && typeof value !== 'boolean') throw invalid(`${name} contains something that is not a number`);
    return Number(value);
  });
}

/** A number saved as text: `"3"` or, from version 3.1 on, `"[5E-1]"`. */
function textNumber(parent: Json, name: string): number {
  const saved = parent[name];
  const text = (typeof saved === 'string' ? saved : '').replaceAll(/[[\]]/g, '');
  if (text.includes(',')) throw unsupported('several outputs');
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw invalid(`${name} is not a number`);
  return value;
}

const IDENTITY: readonly string[] = [
  'reg:squarederror',
  'reg:linear',
  'reg:absoluteerror',
  'reg:pseudohubererror',
  'reg:quantileerror',
];
/** Objective that predicts log-odds, though `base_score` is saved as a probability. */
const RAW = 'binary:logitraw';
const LOGISTIC: readonly string[] = ['binary:logistic', 'reg:logistic'];
const EXPONENTIAL: readonly string[] = ['count:poisson', 'reg:gamma', 'reg:tweedie'];

/** The link, and the start of the sum from `base_score`, which is saved as a prediction. */
function linkOf(objective: string, baseScore: number): { readonly link: Link; readonly base: number } {
  const score = Math.fround(baseScore);
  if (IDENTITY.includes(objective)) return { link: { kind: 'identity' }, base: score };
  if (LOGISTIC.includes(objective) || objective === RAW) {
    if (!(score > 0 && score < 1)) throw invalid(`base_score ${baseScore} is not a probability`);
    const base = Math.fround(-Math.log(Math.fround(Math.fround(1 / score) - 1)));
    return { link: objective === RAW ? { kind: 'identity' } : { kind: 'logistic', slope: 1 }, base };
  }
  if (EXPONENTIAL.includes(objective)) {
    if (!(score > 0)) throw invalid(`base_score ${baseScore} has no logarithm`);
    return { link: { kind: 'exponential' }, base: Math.fround(Math.log(score)) };
  }
  throw unsupported(`the objective ${objective}`);
}

const view = new DataView(new ArrayBuffer(4));

/** The largest float32 below a float32. For float32, `x < t` equals `x <= below(t)`. */
function below(value: number): number {
  if (value === 0) return -(2 ** -149);
  view.setFloat32(0, value);
  view.setInt32(0, view.getInt32(0) + (value > 0 ? -1 : 1));
  return view.getFloat32(0);
}

function setsOf(tree: Json): ReadonlyMap<number, Uint32Array> {
  const nodes = Array.isArray(tree['categories_nodes']) ? tree['categories_nodes'] : [];
  if (nodes.length === 0) return new Map();
  const nodeNumbers = numbersAt(tree, 'categories_nodes', nodes.length);
  const starts = numbersAt(tree, 'categories_segments', nodes.length);
  const sizes = numbersAt(tree, 'categories_sizes', nodes.length);
  const all = numbersAt(tree, 'categories', listAt(tree, 'categories').length);
  let words = 0;
  return new Map(
    Array.from(nodeNumbers, (node, i) => {
      const categories = all.subarray(starts[i], starts[i]! + sizes[i]!);
      const wrong = categories.find((category) => !Number.isInteger(category) || category < 0 || category >= 2 ** 24);
      if (wrong !== undefined || categories.length !== sizes[i]) throw invalid(`node ${node} has no such set of categories`);
      const length = categories.reduce((most, category) => Math.max(most, (category >>> 5) + 1), 0);
      words += length;
      if (words > MOST_SET_WORDS) throw invalid('its sets of categories are too large');
      const set = new Uint32Array(length);
      for (const category of categories) set[category >>> 5]! |= 1 << (category & 31);
      return [node, set] as const;
    }),
  );
}

function treeOf(tree: Json, width: number): Tree {
  const nodes = listAt(tree, 'left_children').length;
  const own = (name: string) => numbersAt(tree, name, nodes);
  const [left, right, indices, conditions] = [
    own('left_children'),
    own('right_children'),
    own('split_indices'),
    own('split_conditions'),
  ];
  const defaultLeft = own('default_left');
  const types = tree['split_type'] === undefined ? new Float64Array(nodes) : own('split_type');
  const problem = shapeProblem(left, right, (node) => left[node] === -1, nodes);
  if (problem) throw invalid(`a tree has ${problem}`);
  const sets = setsOf(tree);
  const inner = (node: number) => left[node] !== -1;
  for (let node = 0; node < nodes; node++) {
    if (inner(node) && !(Number.isInteger(indices[node]) && indices[node]! >= 0 && indices[node]! < width)) {
      throw invalid(`a split on feature ${indices[node]} of ${width}`);
    }
    if (inner(node) && types[node] === 1 && !sets.has(node)) throw invalid(`node ${node} has no set of categories`);
    if (Number.isNaN(conditions[node]) && !(inner(node) && types[node] === 1)) throw invalid(`node ${node} has no number`);
  }
  const rule = (node: number) => (types[node] === 1 ? SET_GOES_RIGHT : 0) | (defaultLeft[node] === 1 ? MISSING_LEFT : 0);
  return {
    feature: Int32Array.from(indices, (column, node) => (inner(node) ? column : -1)),
    threshold: conditions.map((value, node) => (inner(node) && types[node] !== 1 ? below(Math.fround(value)) : 0)),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    value: conditions.map((value, node) => (inner(node) ? 0 : Math.fround(value))),
    cover: own('sum_hessian'),
    rule: Uint8Array.from(left, (_, node) => (inner(node) ? rule(node) : 0)),
    ...(sets.size > 0 ? { sets } : {}),
  };
}

export interface XgBoostOptions {
  /** Rounds that predict: `best` ends at `best_iteration`, if the model has one; `all` takes every round. */
  readonly rounds?: 'best' | 'all';
}

/** Number of trees up to a model's best round, the last one included; all of them without early stopping. */
function treesUpToBest(learner: Json, model: Json, count: number): number {
  const attributes = (learner['attributes'] ?? {}) as Json;
  const best = attributes['best_iteration'];
  if (best === undefined) return count;
  if (typeof best !== 'string' || !/^\d+$/.test(best)) throw invalid(`best_iteration is ${JSON.stringify(best)}`);
  const trees = treesAfter(Number(best), attributes, model);
  if (!(trees >= 1 && trees <= count)) throw invalid(`best_iteration is ${best}, which its ${count} trees do not reach`);
  return trees;
}

/** Trees after a round: versions from 2.0 on list them, versions before save them beside the best round. */
function treesAfter(round: number, attributes: Json, model: Json): number {
  const ends = model['iteration_indptr'];
  if (Array.isArray(ends)) return numbersAt(model, 'iteration_indptr', ends.length)[round + 1] ?? Number.NaN;
  const limit = attributes['best_ntree_limit'];
  if (typeof limit === 'string') return Number(limit);
  return (round + 1) * textNumber(objectAt(model, 'gbtree_model_param'), 'num_parallel_tree');
}

/**
 * Reads a model that XGBoost (1 to 3) saved as JSON. Predictions equal XGBoost's, in its float32: default directions of missing values
 * (NaN), splits by category, `base_score` and the objective's link. Throws `TF_FORECAST_MODEL_FILE_UNSUPPORTED` on boosters other than
 * gbtree (dart, gblinear), several outputs, vector leaves and other objectives, and `…_INVALID` on any other text.
 *
 * A model saved after early stopping predicts with the rounds up to `best_iteration`, like XGBoost's scikit-learn interface and its R
 * package. The native `Booster.predict` takes every round; `rounds: 'all'` does the same.
 */
export function importXgBoost(text: string, { rounds = 'best' }: XgBoostOptions = {}): TreeEnsemble {
  const file = parse(text);
  if (typeof file !== 'object' || file === null) throw invalid('it is not an object');
  const learner = objectAt(file as Json, 'learner');
  const booster = objectAt(learner, 'gradient_booster');
  if (booster['name'] !== 'gbtree') throw unsupported(`the booster ${String(booster['name'])}`);
  const shared = objectAt(learner, 'learner_model_param');
  if (textNumber(shared, 'num_class') > 1) throw unsupported('several outputs');
  if (shared['num_target'] !== undefined && textNumber(shared, 'num_target') > 1) throw unsupported('several outputs');
  const width = textNumber(shared, 'num_feature');
  if (!Number.isInteger(width) || width < 1 || width > MOST_FEATURES) throw invalid(`it has ${width} features`);
  const model = objectAt(booster, 'model');
  const all = listAt(model, 'trees');
  const kept = rounds === 'all' ? all.length : treesUpToBest(learner, model, all.length);
  const trees = all.slice(0, kept).map((tree) => {
    if (typeof tree !== 'object' || tree === null) throw invalid('a tree is not an object');
    const param = objectAt(tree as Json, 'tree_param');
    if (textNumber(param, 'size_leaf_vector') > 1) throw unsupported('vector leaves');
    return treeOf(tree as Json, width);
  });
  const named = Array.isArray(learner['feature_names']) ? learner['feature_names'].map(String) : [];
  const objective = objectAt(learner, 'objective')['name'];
  return {
    width,
    names: named.length === width ? named : Array.from({ length: width }, (_, j) => `f${j}`),
    trees,
    joined: 'sum',
    precision: 'float32',
    ...linkOf(String(objective), textNumber(shared, 'base_score')),
  };
}
