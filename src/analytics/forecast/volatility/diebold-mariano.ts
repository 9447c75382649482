import { studentTails } from '../../series/index.ts';
import { volatilityInput, volatilityTooShort } from './errors.ts';

export interface LossComparison {
  /** Negative where the first forecast lost less. */
  readonly statistic: number;
  /** Two-sided probability of a statistic this far out if both are equally good. */
  readonly p: number;
  /** Mean of the first losses minus the second. */
  readonly difference: number;
}

const FEWEST = 10;

/**
 * Diebold & Mariano 1995 on two columns of losses of the same days: the mean difference over its standard error. The long-run variance
 * has Bartlett weights up to `lags` (n^⅓ unless told), so that losses that persist, as volatility's do, don't look certain; Student's t with
 * n − 1. Equal columns give statistic 0 and p 1.
 */
export function compareLosses(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { lags }: { readonly lags?: number } = {},
): LossComparison {
  const n = first.length;
  if (n < FEWEST || second.length !== n)
    throw volatilityTooShort({ what: 'losses in pairs', length: Math.min(n, second.length), needed: Math.max(n, FEWEST) });
  const gaps = Float64Array.from(first, (loss, i) => loss - second[i]!);
  const index = gaps.findIndex((gap) => !Number.isFinite(gap));
  if (index >= 0) throw volatilityInput({ what: 'losses', problem: 'must be finite', index });
  const difference = gaps.reduce((sum, gap) => sum + gap, 0) / n;
  const covariance = (lag: number) => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (gaps[i]! - difference) * (gaps[i - lag]! - difference);
    return sum / n;
  };
  const most = Math.min(n - 1, lags ?? Math.floor(Math.cbrt(n)));
  let longRun = covariance(0);
  for (let lag = 1; lag <= most; lag++) longRun += 2 * (1 - lag / (most + 1)) * covariance(lag);
  if (!(longRun > 0))
    return { statistic: Math.sign(difference) * (difference === 0 ? 0 : Infinity), p: difference === 0 ? 1 : 0, difference };
  const statistic = difference / Math.sqrt(longRun / n);
  return { statistic, p: studentTails(statistic, n - 1), difference };
}
