import type { BookSide } from '../../core/index.ts';
import { BAND_COUNT, BAND_EDGES } from './bands.ts';
import { depthsNow, notReady, usualOf, type Judged, type LiquidityHistory } from './liquidity-history.ts';
import { signOf, type OrderBook } from './order-book.ts';
import { touchOf } from './touch.ts';
import type { Severity } from './walls.ts';

const BPS = 10_000;

export interface VacuumOptions {
  /** A band is thin below this percentile of its own past depths. Reports use 10. */
  readonly percentile?: number;
  /** Minimum width; narrower regions are ordinary distances between two levels. Default 1 bps. */
  readonly minWidthBps?: number;
  /** Minimum samples of the book for any result, and of a band for judging it. Default 24, two minutes of the default history. */
  readonly minSamples?: number;
}

/** A price range with far less depth than usual at its distance from the mid. */
export interface FoundVacuum {
  readonly side: BookSide;
  /** Quote currency; `from` is the lower price on both sides. */
  readonly from: number;
  readonly to: number;
  /** Its current depth, base currency. */
  readonly depth: number;
  /** Sum of the bands' thresholds of thinness: the depth at which no band would be thin. */
  readonly thin: number;
  readonly widthBps: number;
  /** From the mid to its nearer end. */
  readonly distanceBps: number;
  /**
   * The worse of two grades. By depth: `high` under a quarter of `thin`, `medium` under half. By width: `high` from
   * 20 bps, `medium` from 10 bps. One is enough, because the price moves fast through an empty vacuum and far through a wide one.
   */
  readonly severity: Severity;
}

function severityOf(depth: number, thin: number, widthBps: number): Severity {
  if (depth < thin / 4 || widthBps >= 20) return 'high';
  return depth < thin / 2 || widthBps >= 10 ? 'medium' : 'low';
}

/**
 * Vacuums: bands of distance whose depth is below the 10th percentile of their own past (same side,
 * same distance, sampled evenly in time), neighbours merged. Nearest first, bids before asks.
 * By definition each band is thin a tenth of the time, so a `low` vacuum alone means little.
 * Bands past the known range, or with too few samples, are not judged and end a region.
 */
export function findVacuums(history: LiquidityHistory, book: OrderBook, options: VacuumOptions = {}): Judged<FoundVacuum> {
  const { percentile = 10, minWidthBps = 1, minSamples = 24 } = options;
  const waiting = notReady(history, minSamples);
  if (waiting !== null) return waiting;
  const touch = touchOf(book);
  if (touch === null) return { ready: false, reason: 'a side of the book is empty', readyAt: null };
  const mid = (touch.bid + touch.ask) / 2;
  const found: FoundVacuum[] = [];
  for (const side of ['bid', 'ask'] as const) {
    const usual = usualOf(history, side, 'depths', percentile, minSamples);
    const depths = depthsNow(book, side);
    const isThin = (band: number) => band < BAND_COUNT && (depths[band] ?? Infinity) < (usual[band] ?? -1);
    for (let first = 0; first < BAND_COUNT; first++) {
      if (!isThin(first)) continue;
      let next = first;
      let [depth, thin] = [0, 0];
      for (; isThin(next); next++) {
        depth += depths[next]!;
        thin += usual[next]!;
      }
      const [near, far] = [BAND_EDGES[first]!, BAND_EDGES[next]!];
      const [a, b] = [near, far].map((bps) => mid * (1 - (signOf(side) * bps) / BPS)) as [number, number];
      const widthBps = far - near;
      const region = { side, from: Math.min(a, b), to: Math.max(a, b), depth, thin, widthBps, distanceBps: near };
      if (widthBps >= minWidthBps) found.push({ ...region, severity: severityOf(depth, thin, widthBps) });
      first = next;
    }
  }
  return { ready: true, found };
}
