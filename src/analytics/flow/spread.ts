import type { Touch } from '../book/index.ts';
import { mid } from './mid.ts';

const BPS = 10_000;

/**
 * Quoted spread `(ask − bid) / mid × 10⁴`, basis points of the mid, the usual form in the literature.
 * Negative if the book is crossed. Null unless the mid is above 0.
 */
export function quotedSpreadBps(touch: Pick<Touch, 'bid' | 'ask'>): number | null {
  const middle = mid(touch);
  return middle > 0 ? ((touch.ask - touch.bid) / middle) * BPS : null;
}

/** Spread: `(ask − bid) / bid × 10⁴`, basis points of the bid. Null unless the bid is above 0. */
export const spreadBpsOfBid = ({ bid, ask }: Pick<Touch, 'bid' | 'ask'>): number | null =>
  bid > 0 ? ((ask - bid) / bid) * BPS : null;
