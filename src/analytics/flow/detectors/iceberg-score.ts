import type { FindingSeverity } from './types.ts';

export interface IcebergSight {
  /** Size executed at the price within a minute, base currency. */
  readonly executed: number;
  /** Largest size displayed at the price in that minute and similar to the refills, base currency. */
  readonly display: number;
  /** Size of each similar refill, base currency. */
  readonly refills: readonly number[];
}

export interface Iceberg {
  /** Executed size over displayed size. */
  readonly ratio: number;
  /** Minimum hidden size: executed minus displayed, base currency. */
  readonly hidden: number;
  /** Coefficient of variation of the refills. */
  readonly variation: number;
  /** 0–1: `.5 + .15 (ratio − 2)`. */
  readonly score: number;
  readonly severity: FindingSeverity;
}

const REFILLS_LEAST = 3;
export const RATIO_LEAST = 2;
export const ICEBERG_BASE = 0.5;
export const ICEBERG_PER_RATIO = 0.15;
const RATIO_HIGH = 4;
const VARIATION_MOST = 0.25;

/** Population standard deviation over mean; null without values, or if the mean is not above 0. */
export function variation(values: readonly number[]): number | null {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (!(mean > 0)) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean;
}

/** Excess over the displayed size, and similarity of the refills; each 0–1. The score uses only the first. */
export const icebergParts = ({ ratio, variation: cv }: Pick<Iceberg, 'ratio' | 'variation'>) => ({
  excess: Math.min(1, ratio / RATIO_HIGH),
  steadiness: Math.max(0, 1 - cv / VARIATION_MOST),
});

/** `.5 + .15 (ratio − 2)`, 0–1. */
export const icebergScore = (ratio: number): number =>
  Math.min(1, Math.max(0, ICEBERG_BASE + ICEBERG_PER_RATIO * (ratio - RATIO_LEAST)));

/**
 * Iceberg by docs/detectors.md (after Zotikov & Antonov 2019): at least three refills, executed at least twice the displayed size, and
 * similar displays (CV ≤ .25). Low from a ratio of 2, medium from 3, high from 4. Null without an iceberg.
 */
export function icebergOf({ executed, display, refills }: IcebergSight): Iceberg | null {
  const cv = variation(refills);
  if (refills.length < REFILLS_LEAST || !(display > 0) || cv === null || cv > VARIATION_MOST) return null;
  const ratio = executed / display;
  if (ratio < RATIO_LEAST) return null;
  const score = icebergScore(ratio);
  return {
    ratio,
    hidden: executed - display,
    variation: cv,
    score,
    severity: ratio >= RATIO_HIGH ? 'high' : ratio >= 3 ? 'medium' : 'low',
  };
}
