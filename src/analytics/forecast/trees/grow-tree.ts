import { draw } from './draw.ts';
import { growOblivious } from './grow-oblivious.ts';
import type { Growth } from './growth.ts';
import { fillHistogram, subtractHistogram } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import { partition } from './partition.ts';
import { bestSplit, drawnSplit } from './split.ts';
import type { Split } from './split.ts';
import { createTreeBuilder } from './tree-builder.ts';
import type { Grown, Growing, Leaf, Workshop } from './workshop.ts';
import { takeHistogram } from './workshop.ts';

interface Open extends Leaf {
  readonly depth: number;
  readonly histogram: Histogram | null;
  readonly split: Split | null;
}

/** Grows one tree for the negative gradients of `order`'s rows. Returns the tree and its leaves with their rows. */
export function growTree(shop: Workshop, growing: Growing): Grown {
  if (shop.growth.policy === 'oblivious') return growOblivious(shop, growing);
  const { binned, growth } = shop;
  const { order } = growing;
  const builder = createTreeBuilder(binned);
  const open: Open[] = [openRoot(shop, growing, builder.leaf(order.length))];
  let leaves = 1;
  for (let at = next(open, growth); at >= 0; at = next(open, growth)) {
    const parent = open[at]!;
    const split = parent.split!;
    const middle = partition(binned, { order, from: parent.from, to: parent.to }, split, shop.spare);
    const nodes = builder.split(parent.node, split, [middle - parent.from, parent.to - middle]);
    leaves += 1;
    const depth = parent.depth + 1;
    const sides: readonly [Side, Side] = [
      { node: nodes[0], from: parent.from, to: middle, sum: split.leftSum, depth },
      { node: nodes[1], from: middle, to: parent.to, sum: parent.sum - split.leftSum, depth },
    ];
    const [left, right] = leaves >= growth.leaves ? closedSides(shop, parent, sides) : openSides(shop, growing, parent, sides);
    // Children go to the end, so that a level is finished first; for leaf-wise growth the order doesn't matter.
    open.splice(at, 1);
    open.push(left!, right!);
    if (leaves >= growth.leaves) break;
  }
  for (const leaf of open) {
    builder.setValue(leaf.node, growing.valueOf(leaf));
    if (leaf.histogram) shop.pool.push(leaf.histogram);
  }
  return { tree: builder.build(), leaves: open };
}

type Side = Omit<Open, 'histogram' | 'split'>;

const closed = (side: Side): Open => ({ ...side, histogram: null, split: null });

function closedSides({ pool }: Workshop, { histogram }: Open, sides: readonly Side[]): readonly Open[] {
  if (histogram) pool.push(histogram);
  return sides.map(closed);
}

/** Index in `open` of the node to split next; -1 if none is left. */
function next(open: readonly Open[], { policy }: Growth): number {
  if (policy === 'level') return open.findIndex(({ split }) => split !== null);
  let found = -1;
  let gain = 0;
  for (let i = 0; i < open.length; i++) {
    const own = open[i]!.split?.gain ?? 0;
    if (own > gain) [found, gain] = [i, own];
  }
  return found;
}

const mayGrow = ({ from, to, depth }: Side, { minRows, depth: deepest }: Growth): boolean =>
  depth < deepest && to - from >= 2 * Math.max(1, minRows);

function openRoot(shop: Workshop, growing: Growing, node: number): Open {
  let sum = 0;
  for (const row of growing.order) sum += growing.gradients[row]!;
  const root = { node, from: 0, to: growing.order.length, sum, depth: 0 };
  if (!mayGrow(root, shop.growth)) return closed(root);
  return isSampled(shop, growing) ? sampled(shop, growing, root) : filled(shop, growing, root);
}

const isSampled = ({ growth }: Workshop, { columns }: Growing): boolean => growth.featuresASplit < columns.length;

function splitOf({ binned, growth, random }: Workshop, histogram: Histogram, columns: Int32Array, side: Side): Split | null {
  const node = { sum: side.sum, count: side.to - side.from };
  return growth.edge === 'best'
    ? bestSplit(histogram, binned, columns, node, growth)
    : drawnSplit(histogram, binned, columns, node, growth, random);
}

function filled(shop: Workshop, growing: Growing, side: Side): Open {
  const histogram = takeHistogram(shop);
  fillHistogram(histogram, shop.binned, growing.columns, { ...side, order: growing.order }, growing.gradients, shop.gathered);
  return { ...side, histogram, split: splitOf(shop, histogram, growing.columns, side) };
}

/** A node with its own random features, so its children can't use its histogram. */
function sampled(shop: Workshop, growing: Growing, side: Side): Open {
  const columns = draw(growing.columns, shop.growth.featuresASplit, shop.random);
  const histogram = takeHistogram(shop);
  fillHistogram(histogram, shop.binned, columns, { ...side, order: growing.order }, growing.gradients, shop.gathered);
  const split = splitOf(shop, histogram, columns, side);
  shop.pool.push(histogram);
  return { ...side, histogram: null, split };
}

/** Only the smaller child's rows are counted; the larger child gets the rest of the parent's histogram. */
function openSides(shop: Workshop, growing: Growing, parent: Open, sides: readonly [Side, Side]): readonly Open[] {
  if (isSampled(shop, growing)) {
    return sides.map((side) => (mayGrow(side, shop.growth) ? sampled(shop, growing, side) : closed(side)));
  }
  const smaller = sides[0].to - sides[0].from <= sides[1].to - sides[1].from ? 0 : 1;
  const [small, large] = [sides[smaller], sides[1 - smaller]!];
  const histogram = parent.histogram!;
  if (!mayGrow(large, shop.growth)) {
    return closedSides(shop, parent, sides);
  }
  const child = filled(shop, growing, small);
  subtractHistogram(histogram, child.histogram!);
  const other: Open = { ...large, histogram, split: splitOf(shop, histogram, growing.columns, large) };
  const grown = mayGrow(small, shop.growth) ? child : { ...child, split: null };
  return smaller === 0 ? [grown, other] : [other, grown];
}
