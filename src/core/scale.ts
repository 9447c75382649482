/**
 * Decimal scale: how many digits after the point an instrument's prices or sizes have.
 * Market numbers travel as float64 that stand for an integer at that scale, exactly.
 */
export const MAX_SCALE = 15;

const POWERS = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** 10^scale as float64; scale 0–22, where it is exact. */
export const pow10 = (scale: number): number => POWERS[scale] ?? Number.NaN;

/** The integer that `value` stands for at `scale`, or null when it stands for none (NaN, too many digits, over 2^53). */
export function toUnits(value: number, scale: number): number | null {
  const power = pow10(scale);
  const units = Math.round(value * power);
  return Number.isSafeInteger(units) && units / power === value ? units : null;
}

/** The float64 nearest to `units` / 10^scale; the inverse of `toUnits`. */
export const fromUnits = (units: number, scale: number): number => units / pow10(scale);

/** A float64 holds every number of fifteen digits, so units up to here come back from it; beyond, neighbours may share one. */
export const EXACT_UNITS_MOST = 1e15;

/** Whether `value` round-trips to an integer at `scale`. */
export function isAtScale(value: number, scale: number): boolean {
  const power = pow10(scale);
  const units = Math.round(value * power);
  return Number.isSafeInteger(units) && units / power === value;
}

const DECIMAL = /^-?(\d+)(?:\.(\d*?))?0*$/;

/** Significant decimals of a decimal text: `"0.0100"` has 2, `"12"` none; null when it is not plain decimal. */
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
