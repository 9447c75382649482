import { mean, variance } from '../math/moments.ts';
import { centredAverage, seasonalIndices } from '../seasonal/classical.ts';
import { difference } from './difference.ts';

/** 5 % critical value of the KPSS statistic of level stationarity (Kwiatkowski, Phillips, Schmidt & Shin 1992). */
const KPSS_CRITICAL = 0.463;
/** Above this share of variance the season is differenced out, as R's `nsdiffs` does (Wang, Smith & Hyndman 2006). */
const STRONG_SEASON = 0.64;
const MOST_DIFFERENCES = 2;

/** KPSS statistic of level stationarity with Bartlett weights up to lag ⌊3√n / 13⌋; 0 for a constant. */
export function kpssLevel(values: Float64Array): number {
  const n = values.length;
  const middle = mean(values);
  const errors = values.map((value) => value - middle);
  let running = 0;
  let partial = 0;
  for (const error of errors) {
    running += error;
    partial += running * running;
  }
  const lags = Math.trunc((3 * Math.sqrt(n)) / 13);
  let longRun = errors.reduce((sum, error) => sum + error * error, 0);
  for (let lag = 1; lag <= lags; lag++) {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += errors[t]! * errors[t - lag]!;
    longRun += 2 * (1 - lag / (lags + 1)) * sum;
  }
  return longRun > 0 ? partial / n / longRun : 0;
}

/** Share of the detrended variance that the season explains, 0–1, by the classical decomposition. 0 up to two periods of values. */
export function seasonalStrength(values: Float64Array, period: number): number {
  if (period < 2 || values.length < 2 * period + 1) return 0;
  const indices = seasonalIndices(values, period, 'additive');
  if (indices === null) return 0;
  const trend = centredAverage(values, period);
  const detrended: number[] = [];
  const rest: number[] = [];
  values.forEach((value, t) => {
    if (Number.isNaN(trend[t]!)) return;
    detrended.push(value - trend[t]!);
    rest.push(value - trend[t]! - indices[t % period]!);
  });
  const whole = variance(detrended);
  return whole > 0 ? Math.max(0, 1 - variance(rest) / whole) : 0;
}

/** One seasonal difference if the season is strong, else none. */
export const seasonalDifferences = (values: Float64Array, period: number): 0 | 1 =>
  seasonalStrength(values, period) > STRONG_SEASON ? 1 : 0;

/** Number of plain differences, at most 2, until the KPSS test no longer rejects a stationary level. */
export function plainDifferences(values: Float64Array): number {
  let rest = values;
  let count = 0;
  while (count < MOST_DIFFERENCES && rest.length > 4 && kpssLevel(rest) > KPSS_CRITICAL) {
    rest = difference(rest, 1);
    count += 1;
  }
  return count;
}
