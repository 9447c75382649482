/**
 * Decimal scale: how many digits after the point an instrument's prices or sizes have.
 * Market numbers are float64 values that represent an integer at that scale exactly.
 */
export const MAX_SCALE = 15;

const POWERS = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** 10^scale as float64; scale 0–22, where it is exact. */
export const pow10 = (scale: number): number => POWERS[scale] ?? Number.NaN;

/** The integer that `value` represents at `scale`; null if it represents none (NaN, too many digits, over 2^53). */
export function toUnits(value: number, scale: number): number | null {
  const power = pow10(scale);
  const units = Math.round(value * power);
  return Number.isSafeInteger(units) && units / power === value ? units : null;
}

/** The float64 nearest to `units` / 10^scale; the inverse of `toUnits`. */
export const fromUnits = (units: number, scale: number): number => units / pow10(scale);

/** Units up to this round-trip, because float64 distinguishes all 15-digit numbers. Larger neighbours may share a float. */
export const EXACT_UNITS_MOST = 1e15;

/** Whether `value` round-trips to an integer at `scale`. */
export function isAtScale(value: number, scale: number): boolean {
  const power = pow10(scale);
  const units = Math.round(value * power);
  return Number.isSafeInteger(units) && units / power === value;
}

const DECIMAL = /^-?(\d+)(?:\.(\d*?))?0*$/;

/** Number of significant decimals of a decimal text: 2 for `"0.0100"`, 0 for `"12"`; null if it is not plain decimal. */
export function decimalsOf(text: string): number | null {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  return match[2] === undefined ? 0 : match[2].length;
}

/** The smallest scale at which `value` is an integer, at most `MAX_SCALE`; null when there is none. */
export function scaleOf(value: number): number | null {
  for (let scale = 0; scale <= MAX_SCALE; scale++) if (isAtScale(value, scale)) return scale;
  return null;
}

/** A computed number without floating-point noise: rounded to 15 significant digits, as a sum or mean of shorter decimals is meant. */
export const withoutNoise = <T extends number | null>(value: T): T =>
  (value === null ? null : Number(value.toPrecision(15))) as T;
