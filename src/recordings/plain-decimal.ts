import { scaleOf } from '../core/index.ts';

/** A number as venues write it, without exponent: `8e-05` is `0.00008`; null where it is no finite decimal. */
export function plainDecimal(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const text = String(value);
  if (!text.includes('e')) return text;
  const scale = scaleOf(value);
  return scale === null ? null : value.toFixed(scale);
}
