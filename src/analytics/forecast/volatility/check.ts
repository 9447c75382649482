import { volatilityInput, volatilityTooShort } from './errors.ts';

/** Returns beyond this are no returns, and their squares, summed, must stay within a float64. */
const LARGEST = 1e100;

/** A copy of `returns`, or the coded refusal of a value that isn't finite, is huge, or of too few. */
export function checkedReturns(returns: ArrayLike<number>, atLeast: number): Float64Array {
  if (returns.length < atLeast) throw volatilityTooShort({ what: 'returns', length: returns.length, needed: atLeast });
  const copy = Float64Array.from(returns);
  const index = copy.findIndex((value) => !(Math.abs(value) <= LARGEST));
  if (index >= 0) throw volatilityInput({ what: 'returns', problem: 'must be finite and below 1e100', index });
  return copy;
}
