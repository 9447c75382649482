import { scaleOf } from '../core/index.ts';

/** A number without exponent, as venues write it: `8e-05` becomes `0.00008`; null if not finite. */
export function plainDecimal(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const text = String(value);
  if (!text.includes('e')) return text;
  const scale = scaleOf(value);
  return scale === null ? null : value.toFixed(scale);
}
