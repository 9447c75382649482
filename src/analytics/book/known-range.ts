import type { BookSide } from '../../core/index.ts';
import { signOf, worst, type OrderBook } from './order-book.ts';

const limitOf = (book: OrderBook, side: BookSide): number | null => (side === 'bid' ? book.known.from : book.known.to);

function setLimit(book: OrderBook, side: BookSide, price: number | null): void {
  if (side === 'bid') book.known.from = price;
  else book.known.to = price;
}

/** Whether every level of this side from the touch to `price` is in the book. */
export function isKnown(book: OrderBook, side: BookSide, price: number): boolean {
  const limit = limitOf(book, side);
  return limit === null || price * signOf(side) >= limit * signOf(side);
}

/** Number of levels inside the known range, from the best level on; no level between them is missing. */
export function knownDepth(book: OrderBook, side: BookSide): number {
  const { keys, count } = book[side];
  const limit = limitOf(book, side);
  if (limit === null) return count;
  const bound = limit * signOf(side);
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return count - low;
}

function dropWorst(book: OrderBook, side: BookSide, keep: number): void {
  const half = book[side];
  const excess = half.count - keep;
  if (excess <= 0) return;
  half.keys.copyWithin(0, excess, half.count);
  half.sizes.copyWithin(0, excess, half.count);
  half.count = keep;
}

/**
 * For a venue that sends only its best `depth` levels (Kraken): drops levels past them. A full side is then known to its worst level,
 * wherever the price is; a side with fewer levels is complete.
 */
export function truncate(book: OrderBook, depth: number): void {
  for (const side of ['bid', 'ask'] as const) {
    dropWorst(book, side, depth);
    setLimit(book, side, book[side].count >= depth ? worst(book, side) : null);
  }
}

/**
 * Bounds memory: keeps the best `limit` levels per side. The known range shrinks if a level inside it is dropped, and never grows.
 */
export function pruneBeyond(book: OrderBook, limit: number): void {
  for (const side of ['bid', 'ask'] as const) {
    const known = knownDepth(book, side);
    const shrinks = known > limit;
    dropWorst(book, side, limit);
    if (shrinks) setLimit(book, side, worst(book, side));
  }
}
