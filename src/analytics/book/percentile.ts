/**
 * The `percent`-th percentile (0–100) of ascending numbers, interpolated linearly between the two nearest ranks
 * (type 7 of Hyndman & Fan 1996, the default of NumPy and R). Null without numbers.
 */
export function percentile(rising: ArrayLike<number>, percent: number): number | null {
  if (rising.length === 0) return null;
  const rank = (percent / 100) * (rising.length - 1);
  const below = Math.floor(rank);
  const low = rising[below]!;
  const high = rising[Math.min(below + 1, rising.length - 1)]!;
  return low + (high - low) * (rank - below);
}

/** Median of numbers in any order; null without numbers. */
export const median = (values: ArrayLike<number>): number | null => percentile(Float64Array.from(values).sort(), 50);
