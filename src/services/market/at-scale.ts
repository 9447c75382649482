import { EXACT_UNITS_MOST, fromUnits, MAX_SCALE, pow10 } from '../../core/index.ts';
import type { Reading } from './reading.ts';

/** Rounds a sum or mean of decimals to `scale` decimals, to remove floating-point error. Unchanged above 15 digits. */
export function atScale<T extends number | null>(value: T, scale: number): T {
  if (value === null || scale > MAX_SCALE) return value;
  const units = Math.round(value * pow10(scale));
  // Adding 0 turns −0 into 0.
  return (Math.abs(units) > EXACT_UNITS_MOST ? value : fromUnits(units, scale) + 0) as T;
}

/** The largest multiple of 10^−scale that is not above a size, but for floating-point error. */
export function floorAtScale(size: number, scale: number): number {
  const nearest = atScale(size, scale);
  if (nearest <= size || nearest - size <= size * 1e-12) return nearest;
  return atScale(nearest - 10 ** -scale, scale);
}

const priceScale = ({ symbol }: Reading): number => symbol.instrument?.priceScale ?? MAX_SCALE;

/** Number of decimals of a sum of sizes. */
export const sizeScale = ({ symbol }: Reading): number => symbol.instrument?.sizeScale ?? MAX_SCALE;

/** Number of decimals of the mean of two prices. */
export const midScale = (reading: Reading): number => priceScale(reading) + 1;

/** Number of decimals of a sum of price × size. */
export const quoteScale = (reading: Reading): number => priceScale(reading) + sizeScale(reading);
