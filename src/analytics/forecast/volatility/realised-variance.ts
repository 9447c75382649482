import { checkedReturns } from './check.ts';

/** Realised variance: the sum of squared log returns of one period, unit 1 per period (Andersen & Bollerslev 1998). */
export const realisedVariance = (returns: ArrayLike<number>): number =>
  checkedReturns(returns, 1).reduce((sum, r) => sum + r * r, 0);

/**
 * Bipower variation, `(π/2) · n/(n−1) · Σ |rᵢ||rᵢ₋₁|`: the part of realised variance without jumps (Barndorff-Nielsen & Shephard 2004).
 * A jump adds little, because it is multiplied by its small neighbours. Same unit as realised variance; needs two returns.
 */
export function bipowerVariation(returns: ArrayLike<number>): number {
  const r = checkedReturns(returns, 2);
  let sum = 0;
  for (let i = 1; i < r.length; i++) sum += Math.abs(r[i]! * r[i - 1]!);
  return (Math.PI / 2) * (r.length / (r.length - 1)) * sum;
}

/** The jump part, `max(0, RV − BV)`, because in small samples the difference can be negative. */
export const jumpVariation = (returns: ArrayLike<number>): number =>
  Math.max(0, realisedVariance(returns) - bipowerVariation(returns));
