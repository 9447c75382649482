import type { Side } from '../../core/index.ts';

/**
 * Branching ratio `α / β` of a Hawkes process with kernel α e^(−βt): the mean number of further events caused by one event.
 * Above 0.9 the process is nearly critical; from 1 on it explodes. Null if β is not above 0 or α is below 0.
 */
export const branchingRatio = (alpha: number, beta: number): number | null => (beta > 0 && alpha >= 0 ? alpha / beta : null);

/**
 * Autocorrelation of trade signs (+1 buy, −1 sell) at a lag, −1…1, by the usual estimator that divides by n.
 * Null if there is no pair at that lag or all signs are equal.
 */
export function signAutocorrelation(sides: readonly Side[], lag: number): number | null {
  const signs = sides.map((side): number => (side === 'buy' ? 1 : -1));
  if (lag < 1 || signs.length <= lag) return null;
  const mean = signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
  const variance = signs.reduce((sum, sign) => sum + (sign - mean) ** 2, 0);
  if (variance === 0) return null;
  return signs.slice(lag).reduce((sum, sign, i) => sum + (sign - mean) * (signs[i]! - mean), 0) / variance;
}
