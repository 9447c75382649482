import { seededRandom } from '../../../core/random.ts';
import type { Random } from '../../../core/random.ts';
import { unlimited } from '../meter.ts';
import { checkRows, checkTargets, namesOf } from '../tabular/rows.ts';
import type { Rows } from '../tabular/rows.ts';
import { binRows } from './bins.ts';
import { draw, drawAgain } from './draw.ts';
import { growTree } from './grow-tree.ts';
import { bestConstant, lowerQuantile, writeGradients } from './loss.ts';
import { checkSettings, TREE_PRESETS } from './options.ts';
import type { TreeRun, TreeSettings } from './options.ts';
import { leafOf } from './tree.ts';
import type { Tree, TreeEnsemble } from './tree.ts';
import { createWorkshop } from './workshop.ts';
import type { Leaf, Workshop } from './workshop.ts';

/**
 * Fits trees to rows by histograms, as gradient boosting (Friedman 2001) or a forest (Breiman 2001; Geurts and others 2006). Growth is
 * leaf-wise (Ke and others 2017), level-wise (Chen & Guestrin 2016) or oblivious (Prokhorenkova and others 2018). NaN in a feature is a
 * missing value; each split learns its side. Default settings are `TREE_PRESETS.leafWise`. The same rows, settings and seed give
 * bit-identical trees. `meter` counts one step per tree. Throws a coded error on invalid rows or settings.
 */
export function fitTrees(
  rows: Rows,
  targets: Float64Array,
  options: Partial<TreeSettings> = {},
  { seed = 0, meter = unlimited() }: TreeRun = {},
): TreeEnsemble {
  const settings = { ...TREE_PRESETS.leafWise, ...options };
  checkRows(rows, 'missing');
  checkTargets(targets, rows);
  checkSettings(settings);
  const random = seededRandom(seed);
  const features = Int32Array.from({ length: rows.width }, (_, j) => j);
  const seen = Math.max(1, Math.round(settings.featureShare * rows.width));
  const { policy, leaves, depth, minRows, l2, edge, splitShare } = settings;
  const growth = { policy, leaves, depth, minRows, l2, edge, featuresASplit: Math.max(1, Math.round(splitShare * seen)) };
  const shop = createWorkshop(binRows(rows, settings.bins), growth, rows.count, random);
  const columnsOf = () => (seen < rows.width ? draw(features, seen, random) : features);
  const base = bestConstant(targets, settings);
  const job: Job = { rows, targets, base, settings, shop, columnsOf };
  const grow = settings.kind === 'boosting' ? booster(job) : forester(job);
  const trees: Tree[] = [];
  while (trees.length < settings.trees && !meter.exhausted()) {
    trees.push(grow());
    meter.step();
  }
  return {
    width: rows.width,
    names: namesOf(rows),
    base,
    trees,
    joined: settings.kind === 'boosting' ? 'sum' : 'mean',
    precision: 'float64',
    link: { kind: 'identity' },
  };
}

interface Job {
  readonly rows: Rows;
  readonly targets: Float64Array;
  readonly base: number;
  readonly settings: TreeSettings;
  readonly shop: Workshop;
  readonly columnsOf: () => Int32Array;
}

function rowsOfTree({ kind, rowShare, rows }: TreeSettings, count: number, random: Random): Int32Array {
  const size = Math.max(1, Math.round(rowShare * count));
  if (kind === 'forest' && rows === 'drawn again') return drawAgain(count, size, random);
  const all = Int32Array.from({ length: count }, (_, i) => i);
  return size < count ? draw(all, size, random) : all;
}

/** Each call fits the next tree to the residuals of the previous ones. */
function booster({ rows, targets, base, settings, shop, columnsOf }: Job): () => Tree {
  const { learningRate, loss, quantile, l2 } = settings;
  const current = new Float64Array(rows.count).fill(base);
  const gradients = new Float64Array(rows.count);
  return () => {
    writeGradients(gradients, targets, current, settings);
    const order = rowsOfTree(settings, rows.count, shop.random);
    const values = new Map<number, number>();
    const valueOf = (leaf: Leaf): number => {
      // For pinball loss, the leaf's value is the quantile of its residuals, because the gradients have only their sign.
      const best = loss === 'quantile' ? leftQuantile(leaf, order) : leaf.sum / (leaf.to - leaf.from + l2);
      values.set(leaf.node, best * learningRate);
      return best * learningRate;
    };
    const { tree, leaves } = growTree(shop, { order, gradients, columns: columnsOf(), valueOf });
    if (order.length === rows.count) {
      for (const { node, from, to } of leaves) for (let i = from; i < to; i++) current[order[i]!]! += values.get(node)!;
    } else {
      for (let i = 0; i < rows.count; i++) current[i]! += tree.value[leafOf(tree, rows.values, i * rows.width)]!;
    }
    return tree;
  };

  function leftQuantile({ from, to }: Leaf, order: Int32Array): number {
    const left = Float64Array.from({ length: to - from }, (_, i) => targets[order[from + i]!]! - current[order[from + i]!]!);
    return lowerQuantile(left.sort(), quantile);
  }
}

/** Each call fits an independent tree; a leaf's value is its rows' mean minus the base. */
function forester({ rows, targets, base, settings, shop, columnsOf }: Job): () => Tree {
  const gradients = targets.map((target) => target - base);
  const valueOf = ({ sum, from, to }: Leaf) => sum / (to - from + settings.l2);
  return () => {
    const order = rowsOfTree(settings, rows.count, shop.random);
    return growTree(shop, { order, gradients, columns: columnsOf(), valueOf }).tree;
  };
}
