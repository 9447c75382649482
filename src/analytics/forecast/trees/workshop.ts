import type { Random } from '../../../core/random.ts';
import type { Binned } from './bins.ts';
import type { Growth } from './growth.ts';
import { createHistogram } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import type { Tree } from './tree.ts';

/** Buffers shared by the trees of one fit. */
export interface Workshop {
  readonly binned: Binned;
  readonly growth: Growth;
  readonly gathered: Float64Array;
  readonly spare: Int32Array;
  readonly pool: Histogram[];
  readonly random: Random;
}

export function createWorkshop(binned: Binned, growth: Growth, rows: number, random: Random): Workshop {
  return { binned, growth, gathered: new Float64Array(rows), spare: new Int32Array(rows), pool: [], random };
}

export const takeHistogram = ({ pool, binned }: Workshop): Histogram => pool.pop() ?? createHistogram(binned);

/** Final rows of a leaf: `order[from..to)`, and the sum of their gradients. */
export interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly sum: number;
}

export interface Grown {
  readonly tree: Tree;
  readonly leaves: readonly Leaf[];
}

export interface Growing {
  /** Rows to grow on, repeated if drawn several times; sorted into leaves while the tree grows. */
  readonly order: Int32Array;
  /** Negative gradients of the loss, by row, not by place in `order`. */
  readonly gradients: Float64Array;
  readonly columns: Int32Array;
  readonly valueOf: (leaf: Leaf) => number;
}
