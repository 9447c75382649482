import type { BookSide } from '../../core/index.ts';
import { signOf, type OrderBook } from './order-book.ts';

/** One price at which two books disagree; a size of 0 means no level. */
export interface BookDifference {
  readonly side: BookSide;
  readonly price: number;
  readonly a: number;
  readonly b: number;
}

function compareSide(a: OrderBook, b: OrderBook, side: BookSide): BookDifference | null {
  const sign = signOf(side);
  const limits = [a, b].map(({ known }) => (side === 'bid' ? known.from : known.to)).filter((limit) => limit !== null);
  const bound = Math.max(Number.NEGATIVE_INFINITY, ...limits.map((limit) => limit * sign));
  let i = a[side].count - 1;
  let j = b[side].count - 1;
  for (;;) {
    const left = i >= 0 ? a[side].keys[i]! : Number.NEGATIVE_INFINITY;
    const right = j >= 0 ? b[side].keys[j]! : Number.NEGATIVE_INFINITY;
    const key = Math.max(left, right);
    if (key === Number.NEGATIVE_INFINITY || key < bound) return null;
    const sizeA = left === key ? a[side].sizes[i--]! : 0;
    const sizeB = right === key ? b[side].sizes[j--]! : 0;
    if (sizeA !== sizeB) return { side, price: key * sign, a: sizeA, b: sizeB };
  }
}

/**
 * The first difference between two books, best price first, bids before asks; null if they agree in the range where both are known.
 * For audits of a live book against a new snapshot with fewer levels.
 */
export const compareBooks = (a: OrderBook, b: OrderBook): BookDifference | null =>
  compareSide(a, b, 'bid') ?? compareSide(a, b, 'ask');
