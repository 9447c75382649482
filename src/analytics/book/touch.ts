import type { Touch } from '../../core/index.ts';
import type { OrderBook } from './order-book.ts';

export type { Touch } from '../../core/index.ts';

/** The touch of a book; null if a side is empty. */
export function touchOf({ bid, ask }: OrderBook): Touch | null {
  const [b, a] = [bid.count - 1, ask.count - 1];
  if (b < 0 || a < 0) return null;
  return { bid: bid.keys[b]!, bidSize: bid.sizes[b]!, ask: -ask.keys[a]!, askSize: ask.sizes[a]! };
}
