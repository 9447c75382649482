/** Sizes of the nonzero values, and the steps since the previous nonzero value (for the first, since the start). */
export interface Demand {
  readonly sizes: Float64Array;
  readonly gaps: Float64Array;
}

/** Splits an intermittent series; null if there was no demand. */
export function splitDemand(values: Float64Array): Demand | null {
  const sizes: number[] = [];
  const gaps: number[] = [];
  let last = -1;
  values.forEach((value, t) => {
    if (value === 0) return;
    sizes.push(value);
    gaps.push(t - last);
    last = t;
  });
  return sizes.length > 0 ? { sizes: Float64Array.from(sizes), gaps: Float64Array.from(gaps) } : null;
}

/** Simple exponential smoothing with a given weight, from the first value. */
export function smooth(values: ArrayLike<number>, weight: number): number {
  let level = values[0]!;
  for (let i = 1; i < values.length; i++) level += weight * (values[i]! - level);
  return level;
}

/** Smoothing with the weight of least squared one-step error, from 0.1 to 0.3 by 0.01 (Petropoulos & Kourentzes 2015). */
export function smoothOptimised(values: ArrayLike<number>): number {
  let best = { squares: Infinity, level: values[0]! };
  for (let hundredth = 10; hundredth <= 30; hundredth++) {
    const weight = hundredth / 100;
    let level = values[0]!;
    let squares = 0;
    for (let i = 1; i < values.length; i++) {
      const error = values[i]! - level;
      squares += error * error;
      level += weight * error;
    }
    if (squares < best.squares) best = { squares, level };
  }
  return best.level;
}

/** Sums of full blocks of `size` values, counted from the end so that the newest values are included. */
export function aggregate(values: Float64Array, size: number): Float64Array {
  const blocks = Math.floor(values.length / size);
  const from = values.length - blocks * size;
  return Float64Array.from({ length: blocks }, (_, b) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[from + b * size + i]!;
    return sum;
  });
}
