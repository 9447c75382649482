import { MISSING_LEFT, NAN_IS_ZERO, SET_GOES_LEFT, ZERO_IS_MISSING } from '../trees/tree.ts';
import type { Link, Tree, TreeEnsemble } from '../trees/tree.ts';
import { modelFileInvalid, modelFileUnsupported } from './errors.ts';
import { shapeProblem } from './tree-check.ts';

const FORMAT = 'LightGBM text';
const invalid = (problem: string) => modelFileInvalid({ format: FORMAT, problem });
const unsupported = (feature: string) => modelFileUnsupported({ format: FORMAT, feature });

/** Bits of `decision_type`: split by category set, missing values go left, and which values are missing. */
const CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
const MISSING_ZERO = 1;
const MISSING_NAN = 2;
/** Versions whose categorical splits send NaN right. */
const VERSIONS: readonly string[] = ['v3', 'v4'];

type Fields = ReadonlyMap<string, string>;

/** `key=value` lines; a line without `=` is a flag, and the line is its name. */
function fieldsOf(lines: readonly string[]): Fields {
  return new Map(
    lines.map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** C's spellings of infinity. A threshold is `inf` if only missing values go right. */
const INFINITIES: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
]);

const numberOf = (word: string): number => INFINITIES.get(word) ?? Number(word);

function numbers(fields: Fields, name: string, length: number): Float64Array {
  const text = fields.get(name);
  if (text === undefined) throw invalid(`a tree has no ${name}`);
  const values = Float64Array.from(text === '' ? [] : text.trim().split(/\s+/), numberOf);
  if (values.length !== length) throw invalid(`${name} has ${values.length} of ${length} numbers`);
  if (values.some(Number.isNaN)) throw invalid(`${name} contains something that is not a number`);
  return values;
}

const IDENTITY: readonly string[] = [
  '',
  'regression',
  'regression_l2',
  'regression_l1',
  'huber',
  'fair',
  'quantile',
  'mape',
  'custom',
  'none',
];
const EXPONENTIAL: readonly string[] = ['poisson', 'gamma', 'tweedie'];
const LOGISTIC: readonly string[] = ['binary', 'cross_entropy'];

function linkOf(objective: string): Link {
  const [name = '', ...settings] = objective.split(/\s+/);
  if (IDENTITY.includes(name)) return { kind: settings.includes('sqrt') ? 'signed-square' : 'identity' };
  if (EXPONENTIAL.includes(name)) return { kind: 'exponential' };
  if (LOGISTIC.includes(name)) {
    const slope = Number(settings.find((setting) => setting.startsWith('sigmoid:'))?.slice('sigmoid:'.length) ?? 1);
    if (!(slope > 0)) throw invalid(`the objective ${objective} has no positive sigmoid`);
    return { kind: 'logistic', slope };
  }
  throw unsupported(`the objective ${objective}`);
}

function ruleOf(decision: number): number {
  if (decision & CATEGORICAL) return SET_GOES_LEFT;
  const left = decision & DEFAULT_LEFT ? MISSING_LEFT : 0;
  const kind = (decision >> 2) & 3;
  if (kind === MISSING_NAN) return left;
  return kind === MISSING_ZERO ? left | NAN_IS_ZERO | ZERO_IS_MISSING : NAN_IS_ZERO;
}

/** Index of a child; leaf `~child` comes after the inner nodes. */
const placeOf = (child: number, inner: number): number => (child >= 0 ? child : inner + ~child);

function treeOf(fields: Fields, width: number): Tree {
  const leaves = Number(fields.get('num_leaves'));
  if (!Number.isInteger(leaves) || leaves < 1) throw invalid('a tree has no num_leaves');
  if (Number(fields.get('is_linear') ?? 0) !== 0) throw unsupported('linear trees');
  const inner = leaves - 1;
  const nodes = inner + leaves;
  const values = numbers(fields, 'leaf_value', leaves);
  const leafCover = fields.has('leaf_count') ? numbers(fields, 'leaf_count', leaves) : new Float64Array(leaves).fill(1);
  const own = (name: string) => (inner === 0 ? new Float64Array(0) : numbers(fields, name, inner));
  const [feature, threshold, decision] = [own('split_feature'), own('threshold'), own('decision_type')];
  const [left, right] = [own('left_child'), own('right_child')].map((list) => list.map((child) => placeOf(child, inner)));
  const wrong = feature.find((column) => !Number.isInteger(column) || column < 0 || column >= width);
  if (wrong !== undefined) throw invalid(`a split on feature ${wrong} of ${width}`);
  const problem = shapeProblem(left!, right!, (node) => node >= inner, nodes);
  if (problem) throw invalid(`a tree has ${problem}`);
  const pad = (list: ArrayLike<number>, filler: number) =>
    Float64Array.from({ length: nodes }, (_, node) => (node < inner ? list[node]! : filler));
  const sets = setsOf(fields, threshold, decision);
  const cover = Float64Array.from({ length: nodes }, (_, node) => (node < inner ? 0 : leafCover[node - inner]!));
  addCovers(cover, left!, right!, inner);
  return {
    feature: Int32Array.from(pad(feature, -1)),
    threshold: pad(threshold, 0),
    left: Int32Array.from(pad(left!, -1)),
    right: Int32Array.from(pad(right!, -1)),
    value: Float64Array.from({ length: nodes }, (_, node) => (node < inner ? 0 : values[node - inner]!)),
    cover,
    rule: Uint8Array.from(pad(decision.map(ruleOf), 0)),
    ...(sets.size > 0 ? { sets } : {}),
  };
}

/** Computes the covers of inner nodes from those of their children, bottom up. */
function addCovers(cover: Float64Array, left: ArrayLike<number>, right: ArrayLike<number>, inner: number): void {
  const order: number[] = [];
  const open = inner > 0 ? [0] : [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    order.push(node);
    open.push(...[left[node]!, right[node]!].filter((child) => child < inner));
  }
  for (const node of order.toReversed()) cover[node] = cover[left[node]!]! + cover[right[node]!]!;
}

/** Category sets by node; the threshold of a categorical split is the index of its set. */
function setsOf(fields: Fields, threshold: Float64Array, decision: Float64Array): ReadonlyMap<number, Uint32Array> {
  const sets = new Map<number, Uint32Array>();
  const count = Number(fields.get('num_cat') ?? 0);
  if (!decision.some((type) => type & CATEGORICAL)) return sets;
  const bounds = numbers(fields, 'cat_boundaries', count + 1);
  if (bounds.some((bound, i) => !Number.isInteger(bound) || bound < (bounds[i - 1] ?? 0)))
    throw invalid('cat_boundaries don’t rise');
  const words = numbers(fields, 'cat_threshold', bounds.at(-1)!);
  for (const [node, type] of decision.entries()) {
    if (!(type & CATEGORICAL)) continue;
    const set = threshold[node]!;
    if (!Number.isInteger(set) || set < 0 || set >= count) throw invalid(`a split by set ${set} of ${count}`);
    sets.set(node, Uint32Array.from(words.subarray(bounds[set], bounds[set + 1])));
  }
  return sets;
}

/**
 * Reads a model that LightGBM (3 or 4) saved as text. Predictions equal LightGBM's: numerical and categorical splits, the three kinds
 * of missing values with their default sides, averaged forests, and the objective's link. Throws `TF_FORECAST_MODEL_FILE_UNSUPPORTED`
 * on several outputs, linear trees and other objectives, and `…_INVALID` on any other text.
 */
export function importLightGbm(text: string): TreeEnsemble {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines[0] !== 'tree') throw invalid('it doesn’t begin with tree');
  const starts = lines.flatMap((line, i) => (line.startsWith('Tree=') ? [i] : []));
  const end = lines.indexOf('end of trees');
  if (end < 0) throw invalid('it ends before "end of trees"');
  const head = fieldsOf(lines.slice(1, starts[0] ?? end).filter((line) => line !== ''));
  const version = head.get('version') ?? '';
  if (!VERSIONS.includes(version)) throw unsupported(`version ${version || 'before v3'}`);
  if (Number(head.get('num_class') ?? 1) !== 1 || Number(head.get('num_tree_per_iteration') ?? 1) !== 1) {
    throw unsupported('several outputs');
  }
  const width = Number(head.get('max_feature_idx')) + 1;
  if (!Number.isInteger(width) || width < 1) throw invalid('it has no max_feature_idx');
  const names = (head.get('feature_names') ?? '').split(' ');
  if (names.length !== width) throw invalid(`it names ${names.length} of ${width} features`);
  const trees = starts.map((start, i) =>
    treeOf(fieldsOf(lines.slice(start, starts[i + 1] ?? end).filter((line) => line !== '')), width),
  );
  return {
    width,
    names,
    base: 0,
    trees,
    joined: head.has('average_output') ? 'mean' : 'sum',
    precision: 'float64',
    link: linkOf(head.get('objective') ?? ''),
  };
}
