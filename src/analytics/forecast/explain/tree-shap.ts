import type { Rows } from '../tabular/rows.ts';
import { readValues } from '../trees/predict-trees.ts';
import { goesLeft } from '../trees/tree.ts';
import type { Tree, TreeEnsemble } from '../trees/tree.ts';

/** Features on the path to a node, with the shares of feature subsets that follow it. */
interface Path {
  readonly features: Int32Array;
  /** Share of training rows that continue on the path if the feature is unknown. */
  readonly zeros: Float64Array;
  /** 1 when the row itself continues, else 0. */
  readonly ones: Float64Array;
  /** Weights of subsets by size. */
  readonly weights: Float64Array;
}

const createPath = (length: number): Path => ({
  features: new Int32Array(length),
  zeros: new Float64Array(length),
  ones: new Float64Array(length),
  weights: new Float64Array(length),
});

function copyPath(from: Path, length: number, size: number): Path {
  const path = createPath(size);
  path.features.set(from.features.subarray(0, length));
  path.zeros.set(from.zeros.subarray(0, length));
  path.ones.set(from.ones.subarray(0, length));
  path.weights.set(from.weights.subarray(0, length));
  return path;
}

function extend({ features, zeros, ones, weights }: Path, length: number, zero: number, one: number, feature: number): void {
  features[length] = feature;
  zeros[length] = zero;
  ones[length] = one;
  weights[length] = length === 0 ? 1 : 0;
  for (let i = length - 1; i >= 0; i--) {
    weights[i + 1]! += (one * weights[i]! * (i + 1)) / (length + 1);
    weights[i] = (zero * weights[i]! * (length - i)) / (length + 1);
  }
}

/** Removes element `at` again; `last` is the index of the last element. */
function unwind({ features, zeros, ones, weights }: Path, last: number, at: number): void {
  const one = ones[at]!;
  const zero = zeros[at]!;
  let carried = weights[last]!;
  for (let i = last - 1; i >= 0; i--) {
    if (one !== 0) {
      const before = weights[i]!;
      weights[i] = (carried * (last + 1)) / ((i + 1) * one);
      carried = before - (weights[i]! * zero * (last - i)) / (last + 1);
    } else weights[i] = (weights[i]! * (last + 1)) / (zero * (last - i));
  }
  for (let i = at; i < last; i++) {
    features[i] = features[i + 1]!;
    zeros[i] = zeros[i + 1]!;
    ones[i] = ones[i + 1]!;
  }
}

/** The sum of the weights without element `at`. */
function unwoundSum({ zeros, ones, weights }: Path, last: number, at: number): number {
  const one = ones[at]!;
  const zero = zeros[at]!;
  let carried = weights[last]!;
  let total = 0;
  for (let i = last - 1; i >= 0; i--) {
    if (one !== 0) {
      const own = (carried * (last + 1)) / ((i + 1) * one);
      total += own;
      carried = weights[i]! - (own * zero * (last - i)) / (last + 1);
    } else total += (weights[i]! * (last + 1)) / (zero * (last - i));
  }
  return total;
}

/** Share of the training rows at a node that go to its left child; 0.5 if none reached the node. */
const shareLeft = ({ cover, left, right }: Tree, node: number): number => {
  const both = cover[left[node]!]! + cover[right[node]!]!;
  return both > 0 ? cover[left[node]!]! / both : 0.5;
};

function explainTree(tree: Tree, values: Float64Array, offset: number, into: Float64Array): void {
  visit(0, createPath(1), 0, 1, 1, -1);

  function visit(node: number, parent: Path, length: number, zero: number, one: number, feature: number): void {
    // Neither the row nor any training row reaches this node.
    if (zero === 0 && one === 0) return;
    const path = copyPath(parent, length, length + 2);
    extend(path, length, zero, one, feature);
    const column = tree.feature[node]!;
    if (column < 0) {
      for (let i = 1; i <= length; i++) {
        const weight = unwoundSum(path, length, i);
        into[path.features[i]!]! += weight * (path.ones[i]! - path.zeros[i]!) * tree.value[node]!;
      }
      return;
    }
    let last = length;
    let [knownZero, knownOne] = [1, 1];
    // A feature already on the path is removed, and its shares are multiplied into its new element.
    for (let i = 1; i <= last; i++) {
      if (path.features[i] !== column) continue;
      [knownZero, knownOne] = [path.zeros[i]!, path.ones[i]!];
      unwind(path, last, i);
      last -= 1;
      break;
    }
    const toLeft = goesLeft(tree, node, values[offset + column]!);
    const share = shareLeft(tree, node);
    visit(tree.left[node]!, path, last + 1, knownZero * share, toLeft ? knownOne : 0, column);
    visit(tree.right[node]!, path, last + 1, knownZero * (1 - share), toLeft ? 0 : knownOne, column);
  }
}

/** A tree's mean over its training rows, by the covers of its nodes. */
function expectationOf(tree: Tree, node = 0): number {
  if (tree.feature[node]! < 0) return tree.value[node]!;
  const share = shareLeft(tree, node);
  return share * expectationOf(tree, tree.left[node]) + (1 - share) * expectationOf(tree, tree.right[node]);
}

export interface TreeAttribution {
  /** Mean of the sums over the training rows. */
  readonly expectation: number;
  /** Row-major, `width` numbers per row. A row's contributions plus `expectation` give the sum before the link. */
  readonly contributions: Float64Array;
}

/**
 * Exact path-dependent Shapley values of every feature for every row (TreeSHAP; Lundberg and others 2020, algorithm 2): an unknown feature
 * follows both branches, weighted by their training rows. The values explain the sum before the link (`sumTrees`). Throws a coded error
 * if the rows have a different width.
 */
export function explainTrees(ensemble: TreeEnsemble, rows: Rows): TreeAttribution {
  const { trees, base, joined } = ensemble;
  const share = joined === 'mean' && trees.length > 0 ? 1 / trees.length : 1;
  const values = readValues(ensemble, rows);
  const contributions = new Float64Array(rows.count * rows.width);
  for (let i = 0; i < rows.count; i++) {
    const own = contributions.subarray(i * rows.width, (i + 1) * rows.width);
    for (const tree of trees) explainTree(tree, values, i * rows.width, own);
  }
  return {
    expectation: base + share * trees.reduce((sum, tree) => sum + expectationOf(tree), 0),
    contributions: contributions.map((part) => part * share),
  };
}
