import { seededRandom, type Random } from '../../../core/index.ts';
import { percentile } from '../../book/index.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { flagAbove, type Anomalies } from './types.ts';

export interface ForestOptions {
  readonly seed: number;
  readonly trees?: number;
  /** Number of rows per tree. */
  readonly sample?: number;
}

/** Nodes in arrays. Children are at `left[node]` and `left[node] + 1`; a leaf has `left` 0, and `cut` is its additional path length. */
interface Tree {
  readonly feature: number[];
  readonly cut: number[];
  readonly left: number[];
}

const EULER = 0.5772156649015329;

/** Mean depth of an unsuccessful search among n: 2 H(n − 1) − 2 (n − 1) / n. */
function averagePath(n: number): number {
  if (n <= 1) return 0;
  return n === 2 ? 1 : 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

function grow(columns: readonly Float64Array[], rows: readonly number[], depthLimit: number, random: Random): Tree {
  const tree: Tree = { feature: [0], cut: [0], left: [0] };
  const split = (node: number, own: readonly number[], depth: number) => {
    const ranges = columns.map((column) => {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const row of own) [low, high] = [Math.min(low, column[row]!), Math.max(high, column[row]!)];
      return { low, high };
    });
    const open = Array.from(columns.keys()).filter((f) => ranges[f]!.high > ranges[f]!.low);
    if (own.length <= 1 || depth >= depthLimit || open.length === 0) {
      tree.cut[node] = depth + averagePath(own.length);
      return;
    }
    const feature = open[Math.floor(random() * open.length)]!;
    const { low, high } = ranges[feature]!;
    const cut = low + random() * (high - low);
    const left = tree.left.length;
    for (const list of [tree.feature, tree.cut, tree.left]) list.push(0, 0);
    [tree.feature[node], tree.cut[node], tree.left[node]] = [feature, cut, left];
    const column = columns[feature]!;
    split(
      left,
      own.filter((row) => column[row]! <= cut),
      depth + 1,
    );
    split(
      left + 1,
      own.filter((row) => column[row]! > cut),
      depth + 1,
    );
  };
  split(0, rows, 0);
  return tree;
}

function pathLength({ feature, cut, left }: Tree, columns: readonly Float64Array[], row: number): number {
  let node = 0;
  while (left[node] !== 0) node = left[node]! + (columns[feature[node]!]![row]! <= cut[node]! ? 0 : 1);
  return cut[node]!;
}

/**
 * Isolation forest scores of rows, passed as columns of equal length: 2^(−mean path / c(sample)), 0–1. Near ½ a row is ordinary, near 1
 * isolated (Liu, Ting & Zhou 2008). The same seed gives the same scores.
 */
export function isolationScores(
  columns: readonly Float64Array[],
  { seed, trees = 100, sample = 256 }: ForestOptions,
): Float64Array {
  checkedOption('Isolation forest', 'trees', trees, { min: 1, max: 10_000, whole: true });
  checkedOption('Isolation forest', 'sample', sample, { min: 2, whole: true });
  const n = columns[0]?.length ?? 0;
  const size = Math.min(sample, n);
  const random = seededRandom(seed);
  const rows = Array.from({ length: n }, (_, i) => i);
  const total = new Float64Array(n);
  for (let t = 0; t < trees; t++) {
    for (let i = 0; i < size; i++) {
      const j = i + Math.floor(random() * (n - i));
      [rows[i], rows[j]] = [rows[j]!, rows[i]!];
    }
    const tree = grow(columns, rows.slice(0, size), Math.ceil(Math.log2(size)), random);
    for (let row = 0; row < n; row++) total[row] = total[row]! + pathLength(tree, columns, row);
  }
  return total.map((sum) => 2 ** (-sum / trees / averagePath(size)));
}

/**
 * Isolation forest over each value and its distance from the mean of its two neighbours. Flags scores above `threshold` (default 0.65).
 * With `contamination`, it flags that share of the series, however ordinary the values are. Needs 8 values.
 */
export function isolationForest(
  values: Values,
  {
    threshold = 0.65,
    contamination,
    ...forest
  }: ForestOptions & { readonly threshold?: number; readonly contamination?: number },
): Anomalies {
  const x = checked('Isolation forest', values, 8);
  const apart = x.map((value, i) => value - ((x[i - 1] ?? value) + (x[i + 1] ?? value)) / 2);
  const scores = isolationScores([x, apart], forest);
  const share =
    contamination === undefined ? null : checkedOption('Isolation forest', 'contamination', contamination, { min: 0, max: 0.5 });
  const limit =
    share === null
      ? checkedOption('Isolation forest', 'threshold', threshold, { min: 0, max: 1 })
      : percentile(scores.slice().sort(), 100 * (1 - share))!;
  return flagAbove('isolation_forest', scores, limit, { judgedFrom: 0, sight: 'whole' });
}
