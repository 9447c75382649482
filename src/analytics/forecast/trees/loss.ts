import type { TreeSettings } from './options.ts';

/** The `q` quantile of ascending numbers: the smallest value with at least a share `q` of the numbers at or below it. */
export function lowerQuantile(sorted: Float64Array, q: number): number {
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1))]!;
}

/** The constant with the least loss: the mean, or the quantile. */
export function bestConstant(targets: Float64Array, { loss, quantile }: TreeSettings): number {
  if (loss === 'quantile') return lowerQuantile(targets.slice().sort(), quantile);
  // A running mean can't overflow if the values don't.
  let mean = 0;
  for (let i = 0; i < targets.length; i++) mean += (targets[i]! - mean) / (i + 1);
  return mean;
}

/** Writes the negative gradient of the loss at each row. */
export function writeGradients(
  into: Float64Array,
  targets: Float64Array,
  current: Float64Array,
  { loss, quantile }: TreeSettings,
): void {
  for (let i = 0; i < into.length; i++) {
    const error = targets[i]! - current[i]!;
    into[i] = loss === 'squared' ? error : error > 0 ? quantile : quantile - 1;
  }
}
