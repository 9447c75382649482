import type { Touch } from '../book/index.ts';

/**
 * Size-weighted mid: the mid, shifted towards the side with the smaller size at the touch.
 * `(ask × bidSize + bid × askSize) / (bidSize + askSize)`, quote currency, inside the touch.
 * Gatheral & Oomen 2009; reports call it the micro price. Not Stoikov's (2018): see `stoikov-micro-price.ts`.
 * Null if either size is zero, because the weighting is then meaningless.
 */
export function weightedMid({ bid, bidSize, ask, askSize }: Touch): number | null {
  return bidSize > 0 && askSize > 0 ? (ask * bidSize + bid * askSize) / (bidSize + askSize) : null;
}
