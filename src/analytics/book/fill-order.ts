import type { Side } from '../../core/index.ts';
import { isKnown, knownDepth } from './known-range.ts';
import { forEachLevel, type OrderBook } from './order-book.ts';

/** A marketable order: `size` in base currency or `quote` in quote currency, at no worse price than `limit`. */
export interface MarketableOrder {
  readonly side: Side;
  readonly size: number | null;
  readonly quote: number | null;
  readonly limit: number | null;
}

/** How far an order is filled by the known levels, before fees and reactions of others. */
export interface Fill {
  /** Filled size, base currency, and its amount, quote currency. */
  readonly base: number;
  readonly quote: number;
  /** Best and worst price reached, quote currency; null if nothing is filled. */
  readonly best: number | null;
  readonly worst: number | null;
  /** Number of price levels taken from. */
  readonly levels: number;
  /** Best price of that side afterwards; null if no level is known beyond. */
  readonly next: number | null;
  /**
   * `filled`: completely. `limit`: the next price is beyond the limit. `empty`: the complete book holds no more. `unknown`: the known
   * book ends before.
   */
  readonly outcome: 'filled' | 'limit' | 'empty' | 'unknown';
}

/** Share of an order that may remain by rounding of floats. */
const ROUNDING = 1e-12;

/**
 * Fills an order from the book: a buy takes asks, a sell takes bids. Exact on level 2. Throws `RangeError` unless exactly one of size
 * and quote is given, and each number is finite and above 0.
 */
export function fillOrder(book: OrderBook, { side, size, quote, limit }: MarketableOrder): Fill {
  if ((size === null) === (quote === null)) throw new RangeError('an order has either a size or an amount');
  for (const number of [size, quote, limit])
    if (number !== null && !(number > 0 && Number.isFinite(number)))
      throw new RangeError(`not a size, amount or price: ${number}`);
  const from = side === 'buy' ? 'ask' : 'bid';
  const sign = side === 'buy' ? 1 : -1;
  const known = knownDepth(book, from);
  const wanted = size ?? quote ?? 0;
  const fill = { base: 0, quote: 0, levels: 0 };
  let best: number | null = null;
  let worst: number | null = null;
  let next: number | null = null;
  let left = wanted;
  let isLimited = false;
  forEachLevel(book, from, (price, resting, rank) => {
    if (rank >= known) return false;
    isLimited = limit !== null && price * sign > limit * sign;
    if (isLimited || left <= wanted * ROUNDING) {
      next = price;
      return false;
    }
    const taken = Math.min(resting, size === null ? left / price : left);
    left -= size === null ? taken * price : taken;
    fill.base += taken;
    fill.quote += taken * price;
    fill.levels++;
    best ??= price;
    worst = price;
    if (taken < resting) {
      next = price;
      return false;
    }
  });
  const end = side === 'buy' ? book.known.to : book.known.from;
  const isKnownToLimit = limit !== null && isKnown(book, from, limit);
  const rest = isLimited || isKnownToLimit ? 'limit' : end === null ? 'empty' : 'unknown';
  return { ...fill, best, worst, next, outcome: left <= wanted * ROUNDING ? 'filled' : rest };
}

/** Average price of a fill, quote currency: between the best and the worst price, which rounding alone could leave. Null if empty. */
export function averagePrice({ base, quote, best, worst }: Omit<Fill, 'outcome'>): number | null {
  if (best === null || worst === null) return null;
  return Math.min(Math.max(best, worst), Math.max(Math.min(best, worst), quote / base));
}
