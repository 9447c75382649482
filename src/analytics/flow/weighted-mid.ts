import type { Touch } from '../book/index.ts';

/**
 * Size-weighted mid: where the price leans, given the sizes at the touch.
 * `(ask × bidSize + bid × askSize) / (bidSize + askSize)`, quote currency, inside the touch.
 * Gatheral & Oomen 2009; brief 003 FR-008 calls it the micro price. Not Stoikov's (2018): see `stoikov-micro-price.ts`.
 * Null when either size is zero: the lean is then undefined, not the mid.
 */
export function weightedMid({ bid, bidSize, ask, askSize }: Touch): number | null {
  return bidSize > 0 && askSize > 0 ? (ask * bidSize + bid * askSize) / (bidSize + askSize) : null;
}
