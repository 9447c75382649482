import { fitDiverged } from '../errors.ts';
import type { Fit, Series } from '../model.ts';
import type { Adjusted } from '../seasonal/adjust.ts';
import type { EtsFit } from './fit-ets.ts';
import { predictEts } from './predict-ets.ts';

/** One-step predictions μ in the sample; a relative error e means y = μ(1 + e). */
export function fittedValues({ structure, errors }: EtsFit, values: Float64Array): Float64Array {
  return values.map((value, t) => (structure.error === 'M' ? value / (1 + errors[t]!) : value - errors[t]!));
}

/** Converts a fit of one structure to the common `Fit` interface. Throws TF_FORECAST_FIT_DIVERGED on null. */
export function etsAnswer(model: string, fit: EtsFit | null, { values }: Pick<Series, 'values'>): Fit {
  if (fit === null) throw fitDiverged({ model });
  const { weights, first, last } = fit;
  return {
    params: {
      structure: fit.name,
      ...weights,
      level: first.level,
      slope: first.slope,
      season: Array.from(first.season),
      lastLevel: last.level,
      lastSlope: last.slope,
    },
    loglik: fit.loglik,
    aicc: fit.aicc,
    sigma2: fit.sigma2,
    fitted: fittedValues(fit, values),
    predict: (horizon) => predictEts(fit, horizon),
  };
}

/** Converts a fit to a seasonally adjusted series back to the original series. */
export function seasonRestored(answer: Fit, season: Adjusted): Fit {
  const { predict, fitted, ...stated } = answer;
  return {
    ...stated,
    ...(fitted ? { fitted: season.restoreSample(fitted) } : {}),
    predict: (horizon, future) => {
      const { mean, bounds } = predict(horizon, future);
      return {
        mean: season.restore(mean),
        ...(bounds
          ? {
              bounds: (level: number) => {
                const { lower, upper } = bounds(level);
                return { lower: season.restore(lower), upper: season.restore(upper) };
              },
            }
          : {}),
      };
    },
  };
}
