import { normalPrediction } from '../intervals.ts';
import { mean } from '../math/moments.ts';
import type { Fit } from '../model.ts';
import { adjustIfSeasonal } from '../seasonal/adjust.ts';

const path = (horizon: number, at: (step: number) => number): Float64Array =>
  Float64Array.from({ length: horizon }, (_, i) => at(i + 1));

const meanSquare = (values: Float64Array, over: number): number => values.reduce((sum, value) => sum + value * value, 0) / over;

/** Errors of `y(t) - y(t - lag) - shift`. */
function walkErrors(values: Float64Array, lag: number, shift: number): Float64Array {
  return Float64Array.from({ length: values.length - lag }, (_, i) => values[i + lag]! - values[i]! - shift);
}

function fittedWalk(values: Float64Array, lag: number, shift: number): Float64Array {
  return values.map((_, i) => (i < lag ? Number.NaN : values[i - lag]! + shift));
}

/** Repeats the last value; standard deviation σ√h, σ² the mean squared change. Hyndman & Athanasopoulos 2021, table 5.2. */
export function fitNaive(values: Float64Array): Fit {
  const sigma2 = meanSquare(walkErrors(values, 1, 0), values.length - 1);
  const last = values.at(-1)!;
  return {
    params: { last },
    sigma2,
    fitted: fittedWalk(values, 1, 0),
    predict: (horizon) =>
      normalPrediction(
        path(horizon, () => last),
        path(horizon, (h) => Math.sqrt(sigma2 * h)),
      ),
  };
}

/** The value one season ago; standard deviation σ√(k+1) after k full seasons. With period 1 it is the naive forecast. */
export function fitSeasonalNaive(values: Float64Array, period: number): Fit {
  const sigma2 = meanSquare(walkErrors(values, period, 0), values.length - period);
  const n = values.length;
  return {
    params: { period },
    sigma2,
    fitted: fittedWalk(values, period, 0),
    predict: (horizon) =>
      normalPrediction(
        path(horizon, (h) => values[n - period + ((h - 1) % period)]!),
        path(horizon, (h) => Math.sqrt(sigma2 * (Math.floor((h - 1) / period) + 1))),
      ),
  };
}

/** The line through the first and last value; standard deviation σ√(h(1 + h/(n−1))), as R's `rwf(drift = TRUE)`. */
export function fitDrift(values: Float64Array): Fit {
  const changes = values.length - 1;
  const last = values.at(-1)!;
  const slope = (last - values[0]!) / changes;
  const sigma2 = changes > 1 ? meanSquare(walkErrors(values, 1, slope), changes - 1) : 0;
  return {
    params: { last, slope },
    sigma2,
    fitted: fittedWalk(values, 1, slope),
    predict: (horizon) =>
      normalPrediction(
        path(horizon, (h) => last + slope * h),
        path(horizon, (h) => Math.sqrt(sigma2 * h * (1 + h / changes))),
      ),
  };
}

/** The mean of the last `window` values, or of all; standard deviation σ√(1 + 1/window). */
export function fitMean(values: Float64Array, window = values.length): Fit {
  const tail = values.subarray(values.length - window);
  const level = mean(tail);
  const sigma2 =
    window > 1
      ? meanSquare(
          tail.map((value) => value - level),
          window - 1,
        )
      : 0;
  return {
    params: { mean: level, window },
    sigma2,
    predict: (horizon) =>
      normalPrediction(
        path(horizon, () => level),
        path(horizon, () => Math.sqrt(sigma2 * (1 + 1 / window))),
      ),
  };
}

/** Naive forecast of the series, seasonally adjusted if the test finds a season: the M competitions' Naive2. */
export function fitNaive2(values: Float64Array, period: number): Fit {
  const season = adjustIfSeasonal(values, period);
  const { sigma2 = 0, params, fitted } = fitNaive(season.values);
  const last = season.values.at(-1)!;
  return {
    params: { ...params, season: season.kind },
    sigma2,
    ...(fitted ? { fitted: season.restoreSample(fitted) } : {}),
    predict: (horizon) =>
      normalPrediction(
        season.restore(path(horizon, () => last)),
        path(horizon, (h) => season.factor(h) * Math.sqrt(sigma2 * h)),
      ),
  };
}
