import type { Micros } from '../../../core/index.ts';

/** A year of 365 days without closing, as crypto markets have. */
const YEAR_US = 365 * 86_400_000_000;

/**
 * Volatility per year from the volatility per period, both in per cent: times the root of the periods of a year. `period` is above 0. Holds
 * for returns without serial correlation.
 */
export const annualizedPercent = (perPeriod: number, period: Micros): number => perPeriod * Math.sqrt(YEAR_US / period);
