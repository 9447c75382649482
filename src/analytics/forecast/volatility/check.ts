import { volatilityInput, volatilityTooShort } from './errors.ts';

/** Largest absolute return, so that the sum of squares stays within a float64. */
const LARGEST = 1e100;

/** A copy of `returns`. Throws a coded error if there are too few, or one isn't finite or is too large. */
export function checkedReturns(returns: ArrayLike<number>, atLeast: number): Float64Array {
  if (returns.length < atLeast) throw volatilityTooShort({ what: 'returns', length: returns.length, needed: atLeast });
  const copy = Float64Array.from(returns);
  const index = copy.findIndex((value) => !(Math.abs(value) <= LARGEST));
  if (index >= 0) throw volatilityInput({ what: 'returns', problem: 'must be finite and below 1e100', index });
  return copy;
}
