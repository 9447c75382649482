import type { Side } from '../../core/index.ts';
import { knownDepth } from './known-range.ts';
import { forEachLevel, type OrderBook } from './order-book.ts';
import { touchOf } from './touch.ts';

const BPS = 10_000;

/** Execution of a market order against the current book, before fees and reactions of others. */
export interface BookWalk {
  /** False if the known levels have less than the size; the prices are then null. */
  readonly filled: boolean;
  /** Size of the known levels, base currency, up to the requested size. */
  readonly available: number;
  /** Volume-weighted average price, quote currency. */
  readonly avgPrice: number | null;
  /** Price of the last level reached. */
  readonly worstPrice: number | null;
  /** Cost against the mid, basis points, ≥ 0 unless the book is crossed; null if the other side is empty. */
  readonly slippageBpsMid: number | null;
  /** Cost against the side's own touch, basis points, ≥ 0. */
  readonly slippageBpsTouch: number | null;
}

/**
 * Walks the book for a market order of `size` base currency: a buy takes asks, a sell takes bids. Exact on level 2.
 * Only levels inside the known range count. Throws `RangeError` unless the size is a finite number above 0.
 */
export function walkBook(book: OrderBook, side: Side, size: number): BookWalk {
  if (!(size > 0) || !Number.isFinite(size)) throw new RangeError(`not a size: ${size}`);
  const from = side === 'buy' ? 'ask' : 'bid';
  const known = knownDepth(book, from);
  let left = size;
  let cost = 0;
  let worstPrice = 0;
  let best = 0;
  forEachLevel(book, from, (price, resting, rank) => {
    if (rank >= known || left <= 0) return false;
    if (rank === 0) best = price;
    const taken = Math.min(left, resting);
    left -= taken;
    cost += taken * price;
    worstPrice = price;
  });
  if (left > 0) {
    const nothing = { avgPrice: null, worstPrice: null, slippageBpsMid: null, slippageBpsTouch: null };
    return { filled: false, available: size - left, ...nothing };
  }
  const avgPrice = cost / size;
  const sign = side === 'buy' ? 1 : -1;
  const touch = touchOf(book);
  const against = (price: number) => ((sign * (avgPrice - price)) / price) * BPS;
  return {
    filled: true,
    available: size,
    avgPrice,
    worstPrice,
    slippageBpsMid: touch === null ? null : against((touch.bid + touch.ask) / 2),
    slippageBpsTouch: against(best),
  };
}
