import { fitDiverged } from '../errors.ts';
import type { Fit, Series } from '../model.ts';
import type { Adjusted } from '../seasonal/adjust.ts';
import type { EtsFit } from './fit-ets.ts';
import { predictEts } from './predict-ets.ts';

/** One step ahead in the sample. Relative errors are turned back: y = μ(1 + e). */
export function fittedValues({ structure, errors }: EtsFit, values: Float64Array): Float64Array {
  return values.map((value, t) => (structure.error === 'M' ? value / (1 + errors[t]!) : value - errors[t]!));
}

/** A fit of one structure in the form of the interface; a null fit is refused as diverged. */
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

/** The same for a fit to a series whose season was taken out before. */
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
