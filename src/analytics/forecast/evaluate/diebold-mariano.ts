import { studentTails } from '../../series/index.ts';
import { mean } from '../math/moments.ts';

export interface DieboldMariano {
  /** Below 0 where the first forecast loses less. */
  readonly statistic: number;
  /** Two-sided probability of so large a statistic between equally good forecasts. */
  readonly p: number;
}

const FEWEST = 8;

function autocovariance(values: Float64Array, middle: number, lag: number): number {
  let sum = 0;
  for (let t = lag; t < values.length; t++) sum += (values[t]! - middle) * (values[t - lag]! - middle);
  return sum / values.length;
}

/**
 * Do two forecasts of the same values, `horizon` steps ahead, lose equally? Diebold & Mariano 1995 on losses value by value, with
 * the small-sample correction and Student's t of Harvey, Leybourne & Newbold 1997. The long-run variance sums autocovariances
 * below the horizon, with Bartlett weights where the plain sum isn't positive. Null under 8 losses or 2 horizons, or when the losses never differ.
 */
export function dieboldMariano(first: ArrayLike<number>, second: ArrayLike<number>, horizon = 1): DieboldMariano | null {
  const n = first.length;
  if (second.length !== n) throw new RangeError(`losses come in pairs, got ${n} and ${second.length}`);
  if (!Number.isInteger(horizon) || horizon < 1) throw new RangeError(`horizon must be an integer from 1, got ${horizon}`);
  if (n < FEWEST || n < 2 * horizon) return null;
  const gaps = Float64Array.from({ length: n }, (_, i) => first[i]! - second[i]!);
  const middle = mean(gaps);
  const own = autocovariance(gaps, middle, 0);
  let plain = own;
  let weighted = own;
  for (let lag = 1; lag < horizon; lag++) {
    const covariance = autocovariance(gaps, middle, lag);
    plain += 2 * covariance;
    weighted += 2 * (1 - lag / horizon) * covariance;
  }
  const longRun = plain > 0 ? plain : weighted;
  if (!(longRun > 0)) return null;
  const correction = Math.sqrt((n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n);
  const statistic = (correction * middle) / Math.sqrt(longRun / n);
  return { statistic, p: studentTails(statistic, n - 1) };
}
