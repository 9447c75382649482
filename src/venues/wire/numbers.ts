import { epochToMicros, pow10, type Micros } from '../../core/index.ts';

/** How a venue writes numbers: converts one value to a float64; NaN if it isn't a number. */
export type NumberForm = (value: unknown) => number;

const POINT = 46;
const ZERO = 48;
const NINE = 57;
/** 10^22 is the last power of ten that float64 holds exactly. */
const MAX_EXACT_POWER = 22;

/**
 * Plain decimal text such as `"0.01634790"`: digits, at most one inner point, no sign or exponent.
 * Same result as `Number(text)`: up to 2^53 and 22 decimals a single division rounds only once; longer texts use `Number`.
 */
export function decimalText(value: unknown): number {
  if (typeof value !== 'string' || value.length === 0) return Number.NaN;
  let mantissa = 0;
  let pointAt = -1;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code >= ZERO && code <= NINE) mantissa = mantissa * 10 + (code - ZERO);
    else if (code === POINT && pointAt < 0 && i > 0 && i < value.length - 1) pointAt = i;
    else return Number.NaN;
  }
  const decimals = pointAt < 0 ? 0 : value.length - 1 - pointAt;
  return mantissa <= Number.MAX_SAFE_INTEGER && decimals <= MAX_EXACT_POWER ? mantissa / pow10(decimals) : Number(value);
}

/** A decimal text that may have a minus in front: a change, a percentage. */
export const signedText: NumberForm = (value) =>
  typeof value === 'string' && value.startsWith('-') ? -decimalText(value.slice(1)) : decimalText(value);

/** A JSON number, exponents included. */
export const jsonNumber: NumberForm = (value) => (typeof value === 'number' ? value : Number.NaN);

/** Like `epochToMicros`, from decimal text: `"1597026383085"`. */
export const epochTextToMicros = (value: unknown): number =>
  typeof value === 'string' && /^\d{1,16}$/.test(value) ? epochToMicros(Number(value)) : Number.NaN;

/** A time that is only shown, so an unreadable one is unknown. */
export const statedTime = (value: unknown): Micros | null => {
  const at = epochToMicros(value);
  return Number.isNaN(at) ? null : at;
};
