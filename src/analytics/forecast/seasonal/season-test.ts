import { autocorrelations } from '../math/moments.ts';

/** 90 % two-sided critical value of the normal distribution, as rounded by the M4 organisers. */
const CRITICAL = 1.645;

/**
 * Tests for a season: compares the autocorrelation at the period with 1.645 Bartlett standard errors √((1 + 2Σr²ₖ)/n), k below the
 * period. Assimakopoulos & Nikolopoulos 2000; the M4 organisers' `SeasonalityTest`. False under three periods or for period 1.
 */
export function hasSeason(values: Float64Array, period: number): boolean {
  if (period < 2 || values.length < 3 * period) return false;
  const correlations = autocorrelations(values, period);
  let squares = 0;
  for (let k = 0; k < period - 1; k++) squares += correlations[k]! ** 2;
  return Math.abs(correlations[period - 1]!) > CRITICAL * Math.sqrt((1 + 2 * squares) / values.length);
}
