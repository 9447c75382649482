import type { Binned } from './bins.ts';

/** Gradient sum and row count of every bin of every column, in pairs. */
export type Histogram = Float64Array;

export const createHistogram = ({ offsets }: Binned): Histogram => new Float64Array(2 * offsets.at(-1)!);

/** Sums gradients and counts of `order[from..to)` by bin, for the given columns. `gathered` is a buffer of at least `to - from` numbers. */
export function fillHistogram(
  into: Histogram,
  { bins, offsets, count }: Binned,
  columns: Int32Array,
  rows: { readonly order: Int32Array; readonly from: number; readonly to: number },
  gradients: Float64Array,
  gathered: Float64Array,
): void {
  const { order, from, to } = rows;
  for (let i = from; i < to; i++) gathered[i] = gradients[order[i]!]!;
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c]!;
    const start = column * count;
    const base = 2 * offsets[column]!;
    into.fill(0, base, 2 * offsets[column + 1]!);
    for (let i = from; i < to; i++) {
      const at = base + 2 * bins[start + order[i]!]!;
      into[at] = into[at]! + gathered[i]!;
      into[at + 1] = into[at + 1]! + 1;
    }
  }
}

/** Subtracts one child's histogram from its parent's in place; the result is the other child's histogram. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i] = parent[i]! - child[i]!;
}
