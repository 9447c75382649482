import type { BookSide } from '../../core/index.ts';
import { bandOf } from './bands.ts';
import { notReady, usualOf, type Judged, type LiquidityHistory } from './liquidity-history.ts';
import { knownDepth } from './known-range.ts';
import { signOf, type OrderBook } from './order-book.ts';
import { touchOf } from './touch.ts';

const BPS = 10_000;

export type Severity = 'low' | 'medium' | 'high';

export interface WallOptions {
  /** A wall is at least this multiple of the 95th percentile. Reports use 1.5. */
  readonly multiplier?: number;
  /** Minimum size of a wall, base currency. Default 0. */
  readonly minimum?: number;
  /** Minimum samples of the book for any result. Default 24, two minutes of the default history. */
  readonly minSamples?: number;
  /** Minimum sizes observed in a band for judging its levels. Default 20: with fewer, the 95th percentile is the maximum. */
  readonly minSizes?: number;
}

/** A level far larger than usual at its distance from the mid. */
export interface FoundWall {
  readonly side: BookSide;
  readonly price: number;
  /** Base currency. */
  readonly size: number;
  /** 95th percentile of the sizes observed in its band over the history's window. */
  readonly p95: number;
  /** From the mid. */
  readonly distanceBps: number;
  /** `high` from 3 × P95, `medium` from 2 × P95. */
  readonly severity: Severity;
}

/** Smallest size that is a wall: `max(multiplier × P95, minimum)`. */
export const wallThreshold = (p95: number, multiplier: number, minimum: number): number => Math.max(multiplier * p95, minimum);

const severityOf = (times: number): Severity => (times >= 3 ? 'high' : times >= 2 ? 'medium' : 'low');

/**
 * Walls: levels of at least `multiplier` × P95. P95 is of the sizes in the same band of distance, on the same side,
 * over the history's window, sampled evenly in time. Best price first, bids before asks.
 * A level that has existed for more than a twentieth of its band's history counts as usual and is no longer a wall.
 * Levels outside the known range or beyond 100 bps, and levels in bands with too few samples, are not judged.
 */
export function findWalls(history: LiquidityHistory, book: OrderBook, options: WallOptions = {}): Judged<FoundWall> {
  const { multiplier = 1.5, minimum = 0, minSamples = 24, minSizes = 20 } = options;
  const waiting = notReady(history, minSamples);
  if (waiting !== null) return waiting;
  const touch = touchOf(book);
  if (touch === null) return { ready: false, reason: 'a side of the book is empty', readyAt: null };
  const mid = (touch.bid + touch.ask) / 2;
  const found: FoundWall[] = [];
  for (const side of ['bid', 'ask'] as const) {
    const usual = usualOf(history, side, 'sizes', 95, minSizes);
    const known = knownDepth(book, side);
    const { keys, sizes, count } = book[side];
    const sign = signOf(side);
    // Checked first, because most levels are smaller than any wall.
    const least = wallThreshold(Math.min(...usual.map((p95) => p95 ?? Infinity)), multiplier, minimum);
    for (let i = count - 1; i >= count - known; i--) {
      const size = sizes[i]!;
      if (size < least) continue;
      const price = keys[i]! * sign;
      const distanceBps = (((mid - price) * sign) / mid) * BPS;
      const band = bandOf(distanceBps);
      if (band === null) break;
      const p95 = usual[band] ?? null;
      if (p95 === null || size < wallThreshold(p95, multiplier, minimum)) continue;
      found.push({ side, price, size, p95, distanceBps, severity: severityOf(size / p95) });
    }
  }
  return { ready: true, found };
}
