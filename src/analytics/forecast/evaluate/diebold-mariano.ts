import { studentTails } from '../../series/index.ts';
import { mean } from '../math/moments.ts';

export interface DieboldMariano {
  /** Negative if the first forecast has the smaller loss. */
  readonly statistic: number;
  /** Two-sided probability of a statistic at least this large if both forecasts are equally good. */
  readonly p: number;
  /** Mean loss of the first forecast minus that of the second. */
  readonly difference: number;
}

/**
 * How the long-run variance of the loss differences is estimated.
 * - `truncated`: autocovariances at lags below `horizon`, because h-step errors overlap, with the small-sample correction of Harvey,
 *   Leybourne & Newbold 1997. Bartlett weights if the plain sum isn't positive.
 * - `bartlett`: Bartlett weights up to `lags` (n^⅓ by default), for losses that are autocorrelated at any horizon, as those of
 *   volatility.
 */
export type LossVariance =
  | { readonly kind: 'truncated'; readonly horizon?: number }
  | { readonly kind: 'bartlett'; readonly lags?: number };

const FEWEST = 8;

function autocovariance(values: Float64Array, middle: number, lag: number): number {
  let sum = 0;
  for (let t = lag; t < values.length; t++) sum += (values[t]! - middle) * (values[t - lag]! - middle);
  return sum / values.length;
}

function bartlett(gaps: Float64Array, middle: number, lags: number): number {
  let sum = autocovariance(gaps, middle, 0);
  for (let lag = 1; lag <= lags; lag++) sum += 2 * (1 - lag / (lags + 1)) * autocovariance(gaps, middle, lag);
  return sum;
}

function truncated(gaps: Float64Array, middle: number, horizon: number): number {
  let sum = autocovariance(gaps, middle, 0);
  for (let lag = 1; lag < horizon; lag++) sum += 2 * autocovariance(gaps, middle, lag);
  return sum > 0 ? sum : bartlett(gaps, middle, horizon - 1);
}

function checkWhole(name: string, value: number, least: number): number {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`${name} must be a whole number from ${least}, got ${value}`);
  return value;
}

/**
 * Tests whether two forecasts of the same values have equal expected loss (Diebold & Mariano 1995), by Student's t with n − 1
 * degrees of freedom. Null with fewer than 8 losses or 2 horizons of them. Null too if the losses always differ by the same amount,
 * because the difference then has no variance. Losses that never differ give p = 1. Throws RangeError on columns of unequal length or
 * a loss that isn't finite.
 */
export function dieboldMariano(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  variance: LossVariance = { kind: 'truncated' },
): DieboldMariano | null {
  const n = first.length;
  if (second.length !== n) throw new RangeError(`losses come in pairs, got ${n} and ${second.length}`);
  const gaps = Float64Array.from({ length: n }, (_, i) => first[i]! - second[i]!);
  const broken = gaps.findIndex((gap) => !Number.isFinite(gap));
  if (broken >= 0) throw new RangeError(`losses must be finite, the first that isn't is at index ${broken}`);
  const horizon = variance.kind === 'truncated' ? checkWhole('horizon', variance.horizon ?? 1, 1) : 1;
  if (n < FEWEST || n < 2 * horizon) return null;
  if (gaps.every((gap) => gap === 0)) return { statistic: 0, p: 1, difference: 0 };
  const difference = mean(gaps);
  const longRun =
    variance.kind === 'truncated'
      ? truncated(gaps, difference, horizon)
      : bartlett(gaps, difference, Math.min(n - 1, checkWhole('lags', variance.lags ?? Math.floor(Math.cbrt(n)), 0)));
  if (!(longRun > 0)) return null;
  const correction = variance.kind === 'truncated' ? Math.sqrt((n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n) : 1;
  const statistic = (correction * difference) / Math.sqrt(longRun / n);
  return { statistic, p: studentTails(statistic, n - 1), difference };
}
