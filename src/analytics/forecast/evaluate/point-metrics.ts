import { mean, median, variance } from '../math/moments.ts';

type Values = ArrayLike<number>;

function checkPair(actual: Values, forecast: Values): void {
  if (actual.length !== forecast.length || actual.length === 0) {
    throw new RangeError(`a metric needs two columns of equal, nonzero length, got ${actual.length} and ${forecast.length}`);
  }
}

/** Applies `term` to each pair of values. */
function terms(actual: Values, forecast: Values, term: (actual: number, forecast: number) => number): Float64Array {
  checkPair(actual, forecast);
  return Float64Array.from({ length: actual.length }, (_, i) => term(actual[i]!, forecast[i]!));
}

/** Mean absolute error, in the series' unit. */
export const mae = (actual: Values, forecast: Values): number => mean(terms(actual, forecast, (a, f) => Math.abs(a - f)));

/** Mean squared error, in the unit squared. */
export const mse = (actual: Values, forecast: Values): number => mean(terms(actual, forecast, (a, f) => (a - f) ** 2));

/** Root mean squared error, in the series' unit. */
export const rmse = (actual: Values, forecast: Values): number => Math.sqrt(mse(actual, forecast));

/** Median absolute error, in the series' unit. */
export const medianAbsoluteError = (actual: Values, forecast: Values): number =>
  median(terms(actual, forecast, (a, f) => Math.abs(a - f)));

/** Largest absolute error, in the series' unit. */
export const maxError = (actual: Values, forecast: Values): number =>
  terms(actual, forecast, (a, f) => Math.abs(a - f)).reduce((most, error) => Math.max(most, error), 0);

/** Mean of forecast minus actual; positive if the forecasts are too high. */
export const bias = (actual: Values, forecast: Values): number => mean(terms(actual, forecast, (a, f) => f - a));

/** Mean absolute percentage error, percent of the actual. Null if an actual value is 0, because it is undefined then. */
export function mape(actual: Values, forecast: Values): number | null {
  const parts = terms(actual, forecast, (a, f) => (a === 0 ? Number.NaN : (100 * Math.abs(a - f)) / Math.abs(a)));
  return parts.some(Number.isNaN) ? null : mean(parts);
}

/**
 * Symmetric mean absolute percentage error, 0–200: mean of 200·|a − f| / (|a| + |f|), the form of M3 and M4.
 * A pair of zeros counts as 0.
 */
export const smape = (actual: Values, forecast: Values): number =>
  mean(terms(actual, forecast, (a, f) => (a === f ? 0 : (200 * Math.abs(a - f)) / (Math.abs(a) + Math.abs(f)))));

/**
 * Scale of MASE and MSIS: mean absolute change over one period within the training values (Hyndman & Koehler 2006).
 * Null with no more values than one period, or if nothing changes.
 */
export function seasonalScale(training: Values, period: number): number | null {
  if (training.length <= period) return null;
  let sum = 0;
  for (let i = period; i < training.length; i++) sum += Math.abs(training[i]! - training[i - period]!);
  return sum > 0 ? sum / (training.length - period) : null;
}

/** Mean absolute scaled error: 1 equals the seasonal naive's error in the training part. Null if the scale is null. */
export function mase(actual: Values, forecast: Values, training: Values, period: number): number | null {
  const scale = seasonalScale(training, period);
  return scale === null ? null : mae(actual, forecast) / scale;
}

/** Overall weighted average of M4: mean of the ratios of sMAPE and MASE to Naive2's. Each is first averaged over all series. */
export const owa = (own: { smape: number; mase: number }, naive2: { smape: number; mase: number }): number =>
  (own.smape / naive2.smape + own.mase / naive2.mase) / 2;

/** Share of the actual values' variance that the forecast explains, at most 1. Null if the actual values don't vary. */
export function r2(actual: Values, forecast: Values): number | null {
  const error = mse(actual, forecast);
  const total = variance(actual);
  return total > 0 ? 1 - error / total : null;
}

/**
 * Share of steps, 0–1, whose direction from the preceding value is forecast correctly. `previous` is the last training value. Steps on
 * which the actual value doesn't change are left out; null if none changed.
 */
export function directionAccuracy(actual: Values, forecast: Values, previous: number): number | null {
  checkPair(actual, forecast);
  let [right, moved] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    const before = i === 0 ? previous : actual[i - 1]!;
    if (actual[i] === before) continue;
    moved += 1;
    if (Math.sign(forecast[i]! - before) === Math.sign(actual[i]! - before)) right += 1;
  }
  return moved > 0 ? right / moved : null;
}

/**
 * Quasi-likelihood loss of variance forecasts, mean of a/f − ln(a/f) − 1, at least 0 (Patton 2011). It ranks forecasts correctly even
 * with a noisy proxy. Null unless every value is positive.
 */
export function qlike(actual: Values, forecast: Values): number | null {
  const parts = terms(actual, forecast, (a, f) => (a > 0 && f > 0 ? a / f - Math.log(a / f) - 1 : Number.NaN));
  return parts.some(Number.isNaN) ? null : mean(parts);
}
