import { decimalsOf, pow10 } from '../../../core/index.ts';
import { isObject } from '../fields.ts';
import type { JsonObject } from '../fields.ts';
import { decimalText } from '../numbers.ts';

/** A level's size fits up to this many orders of the largest size. */
export const LEVEL_HEADROOM = 100;

/** One filter of a symbol in `exchangeInfo`; empty if it has none of this type. */
export function filterOf(entry: JsonObject, type: string): JsonObject {
  const filters: unknown = entry['filters'];
  const found: unknown = Array.isArray(filters)
    ? filters.find((filter) => isObject(filter) && filter['filterType'] === type)
    : undefined;
  return isObject(found) ? found : {};
}

/** A number of a filter; 0 if it has none. */
export const filterNumber = (value: unknown): number => {
  const read = decimalText(value);
  return Number.isFinite(read) ? read : 0;
};

/** A step; null if the venue writes 0, which means no step. */
export const step = (value: unknown): number | null => (filterNumber(value) > 0 ? filterNumber(value) : null);

/**
 * Decimals of the venue's precision, at least those of the smallest step; lowered towards the step's if the largest number
 * would not fit in 2^53.
 */
export function scaleFor(precision: number, smallest: unknown, largest: number): number {
  const needed = typeof smallest === 'string' && filterNumber(smallest) > 0 ? (decimalsOf(smallest) ?? 0) : 0;
  let scale = Math.max(precision, needed);
  while (scale > needed && largest * pow10(scale) > Number.MAX_SAFE_INTEGER) scale--;
  return scale;
}
