import { seriesNotFinite, seriesOptionInvalid, seriesTooLarge, seriesTooShort } from '../errors.ts';

/** Input of all series functions: any list of numbers. It is never modified. */
export type Values = ArrayLike<number>;

/** The largest accepted magnitude. The sum of 10^7 such squares is still within a float64. */
export const VALUE_LIMIT = 1e150;

/** A copy of `values`. Throws a coded error if one isn't finite or exceeds `VALUE_LIMIT`, or if there are too few. */
export function checked(what: string, values: Values, atLeast = 0): Float64Array {
  if (values.length < atLeast) throw seriesTooShort({ what, needs: atLeast, has: values.length });
  const copy = Float64Array.from(values);
  for (let index = 0; index < copy.length; index++) {
    const value = copy[index]!;
    if (!Number.isFinite(value)) throw seriesNotFinite({ what, index, value: String(value) });
    if (Math.abs(value) > VALUE_LIMIT) throw seriesTooLarge({ what, index, value, limit: VALUE_LIMIT });
  }
  return copy;
}

interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly whole?: true;
}

/** Returns `value` if it is a number in range. Throws a coded error otherwise. */
export function checkedOption(what: string, option: string, value: number, { min, max, whole }: Range): number {
  const bad = (problem: string) => seriesOptionInvalid({ what, option, problem });
  if (!Number.isFinite(value)) throw bad(`${value} is not a finite number`);
  if (whole && !Number.isInteger(value)) throw bad(`${value} is not an integer`);
  if (min !== undefined && value < min) throw bad(`${value} is below ${min}`);
  if (max !== undefined && value > max) throw bad(`${value} is above ${max}`);
  return value;
}
