export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Mean of squares about the mean (divided by n). */
export function variance(values: ArrayLike<number>): number {
  const middle = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - middle) ** 2;
  return sum / values.length;
}

/** Median; for an even count, the mean of the two middle values. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Autocorrelations at lags 1 to `most`, each divided by the variance of all values; zeros for a constant. */
export function autocorrelations(values: ArrayLike<number>, most: number): Float64Array {
  const middle = mean(values);
  const total = variance(values) * values.length;
  const out = new Float64Array(most);
  if (!(total > 0)) return out;
  for (let lag = 1; lag <= most; lag++) {
    let sum = 0;
    for (let i = lag; i < values.length; i++) sum += (values[i]! - middle) * (values[i - lag]! - middle);
    out[lag - 1] = sum / total;
  }
  return out;
}
