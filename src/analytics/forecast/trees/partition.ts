import type { Binned } from './bins.ts';

/**
 * Moves the rows of `order[from..to)` that go left to the front, keeping the order within each side; returns the start of the right side.
 */
export function partition(
  { bins, count, edges, missing }: Binned,
  rows: { readonly order: Int32Array; readonly from: number; readonly to: number },
  split: { readonly column: number; readonly bin: number; readonly missingLeft: boolean },
  spare: Int32Array,
): number {
  const { order, from, to } = rows;
  const { column, bin, missingLeft } = split;
  const start = column * count;
  const missingBin = missing[column] === 1 && missingLeft ? edges[column]!.length + 1 : -1;
  let middle = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    const row = order[i]!;
    const own = bins[start + row]!;
    if (own <= bin || own === missingBin) order[middle++] = row;
    else spare[right++] = row;
  }
  for (let i = 0; i < right; i++) order[middle + i] = spare[i]!;
  return middle;
}
