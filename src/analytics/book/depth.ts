import type { BookSide } from '../../core/index.ts';
import { imbalance } from './imbalance.ts';
import { isKnown, knownDepth } from './known-range.ts';
import { forEachLevel, signOf, type OrderBook } from './order-book.ts';
import { touchOf } from './touch.ts';

/** One basis point is 1/10,000. */
const BPS = 10_000;

const limitOf = (book: OrderBook, side: BookSide) => (side === 'bid' ? book.known.from : book.known.to);

/**
 * Sum of the sizes of the best `n` levels, base currency, ≥ 0; of all levels if the complete side has fewer. Null if the side's known
 * range has fewer than `n` levels, because the n-th is then unknown.
 */
export function depthTop(book: OrderBook, side: BookSide, n: number): number | null {
  if (limitOf(book, side) !== null && knownDepth(book, side) < n) return null;
  let sum = 0;
  forEachLevel(book, side, (_price, size, rank) => {
    if (rank >= n) return false;
    sum += size;
  });
  return sum;
}

/**
 * Sum of the sizes within `bps` basis points of the mid, base currency, ≥ 0.
 * Null if a side is empty (there is no mid) or the known range ends before that distance.
 */
export const depthWithin = (book: OrderBook, side: BookSide, bps: number): number | null =>
  restingWithin(book, side, bps)?.base ?? null;

/** What rests on a side within some distance of the mid. */
export interface Resting {
  /** Σ size, base currency, ≥ 0. */
  readonly base: number;
  /** Σ price × size, quote currency, ≥ 0: what a market order pays or gets for all of it. */
  readonly quote: number;
}

/** Sums of the levels within `bps` basis points of the mid, the edge included; null as for `depthWithin`. */
export function restingWithin(book: OrderBook, side: BookSide, bps: number): Resting | null {
  const touch = touchOf(book);
  if (touch === null) return null;
  const sign = signOf(side);
  const edge = ((touch.bid + touch.ask) / 2) * (1 - (sign * bps) / BPS);
  if (!isKnown(book, side, edge)) return null;
  let [base, quote] = [0, 0];
  forEachLevel(book, side, (price, size) => {
    if (price * sign < edge * sign) return false;
    base += size;
    quote += price * size;
  });
  return { base, quote };
}

/** Imbalance of the sizes of the best `n` levels (reports use n = 20), −1…1; null if a sum is unknown or both are 0. */
export function imbalanceTop(book: OrderBook, n: number): number | null {
  const bid = depthTop(book, 'bid', n);
  const ask = depthTop(book, 'ask', n);
  return bid === null || ask === null ? null : imbalance(bid, ask);
}

/** Imbalance of the sizes within `bps` basis points of the mid, −1…1; null if a sum is unknown or both are 0. */
export function imbalanceWithin(book: OrderBook, bps: number): number | null {
  const bid = depthWithin(book, 'bid', bps);
  const ask = depthWithin(book, 'ask', bps);
  return bid === null || ask === null ? null : imbalance(bid, ask);
}

export interface DecayOptions {
  /** Distance over which a level's weight halves, basis points of the mid. Default 10. */
  readonly halfLifeBps?: number;
  /** Levels farther from their touch are left out, basis points. Default ten half-lives, where a weight is under 0.1 %. */
  readonly reachBps?: number;
}

/**
 * Sizes weighted by nearness: Σ size × 2^(−d/h), d the distance from the side's own touch in basis points of the mid,
 * h the half-life; base currency. The same weights as in common heat-map ladders. Null if a side is empty or the known
 * range ends before `reachBps`.
 */
export function decayedDepth(book: OrderBook, side: BookSide, options: DecayOptions = {}): number | null {
  const { halfLifeBps = 10, reachBps = 10 * halfLifeBps } = options;
  const touch = touchOf(book);
  if (touch === null) return null;
  const sign = signOf(side);
  const mid = (touch.bid + touch.ask) / 2;
  const best = side === 'bid' ? touch.bid : touch.ask;
  if (!isKnown(book, side, best - (sign * reachBps * mid) / BPS)) return null;
  let sum = 0;
  forEachLevel(book, side, (price, size) => {
    const distance = (((best - price) * sign) / mid) * BPS;
    if (distance > reachBps) return false;
    sum += size * 2 ** (-distance / halfLifeBps);
  });
  return sum;
}

/** Imbalance of the decayed depths, −1…1; null if either is unknown. */
export function decayedImbalance(book: OrderBook, options: DecayOptions = {}): number | null {
  const bid = decayedDepth(book, 'bid', options);
  const ask = decayedDepth(book, 'ask', options);
  return bid === null || ask === null ? null : imbalance(bid, ask);
}
