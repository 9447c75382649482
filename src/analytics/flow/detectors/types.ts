import type { Micros, Side } from '../../../core/index.ts';

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

export type FindingKind = 'spoofing' | 'iceberg' | 'flash_crash_risk';
export type FindingSeverity = 'low' | 'medium' | 'high';

export const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));
