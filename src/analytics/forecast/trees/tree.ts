/** Bits of a node's rule. Without bits, a value up to the threshold goes left, and a missing value (NaN) right. */
export const MISSING_LEFT = 1;
/** NaN is read as 0. */
export const NAN_IS_ZERO = 2;
/** 0 (to 1e-35) is missing too. */
export const ZERO_IS_MISSING = 4;
/** An integer in the node's set goes left, anything else right. */
export const SET_GOES_LEFT = 8;
/** An integer in the node's set goes right, any other left; NaN is missing. */
export const SET_GOES_RIGHT = 16;

const ZERO = Math.fround(1e-35);
const FIRST_LOST_CATEGORY = 2 ** 24;

/** A binary tree in flat arrays; node 0 is the root. */
export interface Tree {
  /** Feature that a node splits on; -1 at a leaf. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** What a leaf adds; 0 elsewhere. */
  readonly value: Float64Array;
  /** Number (or weight) of the training rows that reached a node. */
  readonly cover: Float64Array;
  readonly rule: Uint8Array;
  /** Sets of the nodes that split by set: bit `c & 31` of word `c >> 5` for category `c`. */
  readonly sets?: ReadonlyMap<number, Uint32Array>;
}

/** A sum or a mean of trees, from our own fit or an imported model. */
export interface TreeEnsemble {
  readonly width: number;
  readonly names: readonly string[];
  /** Prediction before the first tree. */
  readonly base: number;
  readonly trees: readonly Tree[];
  /** The trees' values are added up, or averaged. */
  readonly joined: 'sum' | 'mean';
  /** With `float32`, features, thresholds and sums are rounded to float32, as in XGBoost. */
  readonly precision: 'float64' | 'float32';
  readonly link: Link;
}

/** Function from the sum to the prediction; `logistic` is `1 / (1 + exp(-slope · sum))`. */
export type Link =
  | { readonly kind: 'identity' | 'exponential' | 'signed-square' }
  | { readonly kind: 'logistic'; readonly slope: number };

const has = (set: Uint32Array, category: number): boolean =>
  category >>> 5 < set.length && ((set[category >>> 5]! >>> (category & 31)) & 1) === 1;

/** Whether a value goes left by the rule of a node that splits by set. */
function setGoesLeft(tree: Tree, node: number, rule: number, value: number): boolean {
  const set = tree.sets!.get(node)!;
  if (rule & SET_GOES_LEFT) {
    const category = Math.trunc(value);
    return category >= 0 && category < 2 ** 31 && has(set, category);
  }
  if (Number.isNaN(value)) return (rule & MISSING_LEFT) !== 0;
  if (value < 0 || value >= FIRST_LOST_CATEGORY) return true;
  return !has(set, Math.trunc(value));
}

/** Whether a row with this value of the node's feature goes left. */
export function goesLeft(tree: Tree, node: number, value: number): boolean {
  const rule = tree.rule[node]!;
  if (rule <= MISSING_LEFT) return value <= tree.threshold[node]! || (Number.isNaN(value) && rule === MISSING_LEFT);
  if (rule & (SET_GOES_LEFT | SET_GOES_RIGHT)) return setGoesLeft(tree, node, rule, value);
  const read = Number.isNaN(value) ? 0 : value;
  if (rule & ZERO_IS_MISSING && Math.abs(read) <= ZERO) return (rule & MISSING_LEFT) !== 0;
  return read <= tree.threshold[node]!;
}

/** The leaf that the row at `offset` reaches. */
export function leafOf(tree: Tree, values: Float64Array, offset: number): number {
  const { feature, left, right } = tree;
  let node = 0;
  for (let column = feature[0]!; column >= 0; column = feature[node]!) {
    node = goesLeft(tree, node, values[offset + column]!) ? left[node]! : right[node]!;
  }
  return node;
}
