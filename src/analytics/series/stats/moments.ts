import type { Values } from './check.ts';

/** Arithmetic mean; NaN without values. */
export function mean(values: Values): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Sum of squared distances from the mean. */
export function squares(values: Values): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return sum;
}

/** Sample variance, divided by n − 1; 0 for one value. */
export const variance = (values: Values): number => (values.length < 2 ? 0 : squares(values) / (values.length - 1));

/** Sample standard deviation, with n − 1. */
export const deviation = (values: Values): number => Math.sqrt(variance(values));

/** Differences between neighbours at `lag`: x[t] − x[t − lag]. */
export const differences = (values: Values, lag = 1): Float64Array =>
  Float64Array.from({ length: Math.max(0, values.length - lag) }, (_, i) => values[i + lag]! - values[i]!);

/** A spread below this share of the values' magnitude is rounding error, and the series counts as constant. */
const ROUNDING = 1e-12;

/** Whether the values don't vary by more than rounding error. */
export function isConstant(values: Values): boolean {
  let [low, high, size] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
    size = Math.max(size, Math.abs(values[i]!));
  }
  return values.length === 0 || high - low <= size * ROUNDING;
}
