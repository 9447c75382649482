import { seriesNotFinite, seriesOptionInvalid, seriesTooLarge, seriesTooShort } from '../errors.ts';

/** What the functions of this room take: any list of numbers; they never write to it. */
export type Values = ArrayLike<number>;

/** The largest magnitude taken. Its square times 10^7 values is still a float64. */
export const VALUE_LIMIT = 1e150;

/** A copy of `values`; throws a coded error when one isn't finite, one is over `VALUE_LIMIT`, or there are too few. */
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

/** `value` when it's a number in range; a coded error otherwise. */
export function checkedOption(what: string, option: string, value: number, { min, max, whole }: Range): number {
  const bad = (problem: string) => seriesOptionInvalid({ what, option, problem });
  if (!Number.isFinite(value)) throw bad(`${value} is not a finite number`);
  if (whole && !Number.isInteger(value)) throw bad(`${value} is not whole`);
  if (min !== undefined && value < min) throw bad(`${value} is under ${min}`);
  if (max !== undefined && value > max) throw bad(`${value} is over ${max}`);
  return value;
}
