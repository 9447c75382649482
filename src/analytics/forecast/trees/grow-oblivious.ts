import type { Binned } from './bins.ts';
import { fillHistogram, subtractHistogram } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import { partition } from './partition.ts';
import { createTreeBuilder } from './tree-builder.ts';
import { takeHistogram } from './workshop.ts';
import type { Grown, Growing, Leaf, Workshop } from './workshop.ts';

interface Open extends Leaf {
  /** Null if no row reaches the leaf. */
  readonly histogram: Histogram | null;
}

interface LevelSplit {
  readonly column: number;
  readonly bin: number;
  readonly missingLeft: boolean;
}

const LEAST_GAIN = 1e-12;

/** Adds each split's score in one leaf to its score over the level. */
function addScores(into: Float64Array, { binned, growth: { l2 } }: Workshop, columns: Int32Array, leaf: Open): void {
  const { offsets, edges, missing } = binned;
  const histogram = leaf.histogram!;
  const count = leaf.to - leaf.from;
  for (const column of columns) {
    const start = offsets[column]!;
    const until = edges[column]!.length + missing[column]!;
    let sum = 0;
    let rows = 0;
    for (let bin = 0; bin < until; bin++) {
      sum += histogram[2 * (start + bin)]!;
      rows += histogram[2 * (start + bin) + 1]!;
      const rest = leaf.sum - sum;
      const left = rows > 0 ? (sum * sum) / (rows + l2) : 0;
      into[start + bin] = into[start + bin]! + left + (rows < count ? (rest * rest) / (count - rows + l2) : 0);
    }
  }
}

function bestLevelSplit(
  scores: Float64Array,
  { offsets, edges, missing }: Binned,
  columns: Int32Array,
  least: number,
): LevelSplit | null {
  let best = least;
  let found: LevelSplit | null = null;
  for (const column of columns) {
    const until = edges[column]!.length + missing[column]!;
    for (let bin = 0; bin < until; bin++) {
      const score = scores[offsets[column]! + bin]!;
      if (score <= best) continue;
      best = score;
      found = { column, bin, missingLeft: false };
    }
  }
  return found;
}

/**
 * Grows a tree with the same split in all nodes of a level (Prokhorenkova and others 2018). It has `2^depth` leaves, some possibly
 * without rows. Missing values go right.
 */
export function growOblivious(shop: Workshop, growing: Growing): Grown {
  const { binned, growth } = shop;
  const { order, gradients, columns } = growing;
  const builder = createTreeBuilder(binned);
  const fill = (leaf: Leaf): Open => {
    const histogram = takeHistogram(shop);
    fillHistogram(histogram, binned, columns, { ...leaf, order }, gradients, shop.gathered);
    return { ...leaf, histogram };
  };
  let sum = 0;
  for (const row of order) sum += gradients[row]!;
  let level: readonly Open[] = [fill({ node: builder.leaf(order.length), from: 0, to: order.length, sum })];
  const scores = new Float64Array(binned.offsets.at(-1)!);
  for (let depth = 0; depth < growth.depth && 2 * level.length <= growth.leaves; depth++) {
    scores.fill(0);
    let own = 0;
    for (const leaf of level) {
      if (leaf.histogram === null) continue;
      own += leaf.sum ** 2 / (leaf.to - leaf.from + growth.l2);
      addScores(scores, shop, columns, leaf);
    }
    const split = bestLevelSplit(scores, binned, columns, own * (1 + LEAST_GAIN));
    if (split === null) break;
    const last = depth + 1 >= growth.depth || 4 * level.length > growth.leaves;
    level = level.flatMap((leaf) => divide(leaf, split, last));
  }
  for (const leaf of level) {
    builder.setValue(leaf.node, leaf.to > leaf.from ? growing.valueOf(leaf) : 0);
    if (leaf.histogram) shop.pool.push(leaf.histogram);
  }
  return { tree: builder.build(), leaves: level };

  function divide(leaf: Open, split: LevelSplit, last: boolean): readonly Open[] {
    const { from, to } = leaf;
    const middle = partition(binned, { order, from, to }, split, shop.spare);
    const [left, right] = builder.split(leaf.node, split, [middle - from, to - middle]);
    const smallFirst = middle - from <= to - middle;
    let smallSum = 0;
    for (let i = smallFirst ? from : middle; i < (smallFirst ? middle : to); i++) smallSum += gradients[order[i]!]!;
    const leftSum = smallFirst ? smallSum : leaf.sum - smallSum;
    const sides: readonly Leaf[] = [
      { node: left, from, to: middle, sum: leftSum },
      { node: right, from: middle, to, sum: leaf.sum - leftSum },
    ];
    if (last || leaf.histogram === null) {
      if (leaf.histogram) shop.pool.push(leaf.histogram);
      return sides.map((side) => ({ ...side, histogram: null }));
    }
    const [small, large] = smallFirst ? [sides[0]!, sides[1]!] : [sides[1]!, sides[0]!];
    // A side without rows has no histogram, and the other side keeps the parent's.
    const child: Open = small.to > small.from ? fill(small) : { ...small, histogram: null };
    if (child.histogram) subtractHistogram(leaf.histogram, child.histogram);
    const other: Open = { ...large, histogram: leaf.histogram };
    return smallFirst ? [child, other] : [other, child];
  }
}
