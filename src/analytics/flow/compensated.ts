/**
 * Sums without drift. A sum has two cells, `hi` and `lo`. The rounding error of each addition is computed exactly (Knuth 1969, TwoSum)
 * and added to `lo` (Neumaier 1974). An amount that is added and later subtracted leaves an error of about 10⁻³² of its size; a plain
 * running sum leaves 10⁻¹⁶.
 */
export type Sums = Float64Array;

export const createSums = (count: number): Sums => new Float64Array(count * 2);

/** Adds `amount` to sum number `index`. */
export function addTo(sums: Sums, index: number, amount: number): void {
  const before = sums[index * 2]!;
  const after = before + amount;
  const added = after - before;
  sums[index * 2] = after;
  sums[index * 2 + 1]! += before - (after - added) + (amount - added);
}

/** The value of sum number `index`, rounded once. */
export const sumOf = (sums: Sums, index: number): number => sums[index * 2]! + sums[index * 2 + 1]!;
