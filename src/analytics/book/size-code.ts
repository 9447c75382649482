/** Sizes as 16-bit codes on a logarithmic scale, for heat maps of a book: 1,800 columns of 128 rows need half a megabyte. */

const SMALLEST = 1e-8;
const LARGEST = 1e12;
const LAST_CODE = 65_534;
const PER_E = (LAST_CODE - 1) / Math.log(LARGEST / SMALLEST);

/** The code of an unknown size, different from that of size 0. */
export const SIZE_UNKNOWN = 65_535;

/**
 * The code of a size ≥ 0 in base currency: 0 for size 0, else 1…65,534 for 1e-8…1e12, evenly spaced in ln(size). Decoding is off by
 * at most 0.036 %. Throws `RangeError` on a size that is negative or not a number.
 */
export function sizeCode(size: number): number {
  if (!(size >= 0)) throw new RangeError(`not a size: ${size}`);
  if (size === 0) return 0;
  return Math.min(LAST_CODE, Math.max(1, Math.round(1 + Math.log(size / SMALLEST) * PER_E)));
}

/** Decodes a size, base currency; null for `SIZE_UNKNOWN`. */
export function codedSize(code: number): number | null {
  if (code === SIZE_UNKNOWN) return null;
  return code === 0 ? 0 : SMALLEST * Math.exp((code - 1) / PER_E);
}
