import { checkedReturns } from './check.ts';
import { volatilityOption } from './errors.ts';

/** RiskMetrics 1996, daily. */
const LAMBDA = 0.94;

interface EwmaOptions {
  /** Weight of the past, in (0, 1). */
  readonly lambda?: number;
  /** Variance before the first value; by default the first square. */
  readonly start?: number;
}

/**
 * Exponentially weighted variance of RiskMetrics, `v ← λv + (1 − λ)r²` without subtracting a mean. It is the forecast for every period
 * after the last return, in squared units of returns.
 */
export const ewmaVariance = (returns: ArrayLike<number>, options: EwmaOptions = {}): number =>
  ewmaOfVariances(
    checkedReturns(returns, 1).map((r) => r * r),
    options,
  );

/** The same recursion over measured variances, such as realised ones, instead of squared returns. */
export function ewmaOfVariances(variances: ArrayLike<number>, { lambda = LAMBDA, start }: EwmaOptions = {}): number {
  if (!(lambda > 0 && lambda < 1)) throw volatilityOption({ problem: `lambda ${lambda} lies outside (0, 1)` });
  if (start !== undefined && !(start >= 0 && start < Infinity))
    throw volatilityOption({ problem: `start ${start} is not a variance` });
  const values = Float64Array.from(variances);
  let level = start ?? values[0]!;
  for (const value of values) level = lambda * level + (1 - lambda) * value;
  return level;
}
