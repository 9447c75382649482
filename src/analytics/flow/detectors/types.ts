import { US_PER_SECOND, type Micros, type Side } from '../../../core/index.ts';

/** A longer time between two samples of a second is a gap: after it, measures start again if the book was lost, and are filled if it was silent. */
export const GAP_US = 2 * US_PER_SECOND;

/** Time on the exchange's clock, and log position of the input; null without a log. */
export interface Mark {
  readonly at: Micros;
  readonly session: number | null;
  readonly seq: number | null;
}

export interface Print {
  readonly at: Micros;
  readonly price: number;
  readonly size: number;
  /** Side of the aggressor. */
  readonly side: Side;
}

/** A range of time, both ends included. */
export interface TimeRange {
  readonly from: Micros;
  readonly to: Micros;
}

/** Which trades are known. */
export interface KnownTrades {
  /** Since when missing trades are remembered; null before the first trade. */
  readonly since: Micros | null;
  /** Ranges from then up to now in which trades may be missing. */
  readonly missing: readonly TimeRange[];
}

export type FindingKind = 'spoofing' | 'iceberg' | 'flash_crash_risk';
export type FindingSeverity = 'low' | 'medium' | 'high';

export const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));
