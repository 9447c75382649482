import type { Micros } from '../../core/index.ts';
import { addTo, createSums, sumOf, type Sums } from './compensated.ts';
import { signedSize, type Trade } from './trade.ts';

/** Cumulative volume delta: taker buys minus taker sells since a given time. The caller keeps it. */
export interface Cvd {
  /** Start of the sum; earlier trades don't count. Usually 00:00 UTC or the start of the data, whichever is later. */
  readonly since: Micros;
  trades: number;
  /** Base, then quote currency. */
  readonly sums: Sums;
}

export const createCvd = (since: Micros): Cvd => ({ since, trades: 0, sums: createSums(2) });

/**
 * Adds a trade at time `at` (by default its exchange time), in any order; false if that is before the start. The caller must drop
 * repeated trades.
 */
export function addToCvd(cvd: Cvd, trade: Trade, at: Micros = trade.tsEvent): boolean {
  if (at < cvd.since) return false;
  const signed = signedSize(trade);
  addTo(cvd.sums, 0, signed);
  addTo(cvd.sums, 1, signed * trade.price);
  cvd.trades += 1;
  return true;
}

/** The delta in base and quote currency; null before the first trade. */
export const cvdOf = ({ trades, sums }: Cvd): { readonly base: number; readonly quote: number } | null =>
  trades === 0 ? null : { base: sumOf(sums, 0), quote: sumOf(sums, 1) };

/** The delta after each trade, base currency. */
export function cvdPath(trades: readonly Trade[]): number[] {
  const cvd = createCvd(Number.NEGATIVE_INFINITY);
  return trades.map((trade) => {
    addToCvd(cvd, trade);
    return sumOf(cvd.sums, 0);
  });
}

export interface CvdJson {
  readonly since: Micros;
  readonly trades: number;
  readonly sums: readonly number[];
}

export const cvdToJson = ({ since, trades, sums }: Cvd): CvdJson => ({ since, trades, sums: [...sums] });

/** The exact inverse of `cvdToJson`. */
export const cvdFromJson = ({ since, trades, sums }: CvdJson): Cvd => ({ since, trades, sums: Float64Array.from(sums) });
