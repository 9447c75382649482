import { fitDiverged } from '../errors.ts';
import { normalPrediction } from '../intervals.ts';
import type { Fit, ModelDefinition, Prediction } from '../model.ts';
import { optionReader } from '../options.ts';
import { adjustIfSeasonal } from '../seasonal/adjust.ts';
import { seasonRestored } from '../smoothing/ets-answer.ts';
import { fitStructural } from './fit-structural.ts';
import type { StructuralFit } from './fit-structural.ts';

function predict({ filtered, shares, unit, trend }: StructuralFit, horizon: number): Prediction {
  const { level, slope } = filtered;
  let [pl, pc, pb] = filtered.covariance;
  const deviations = Float64Array.from({ length: horizon }, () => {
    const deviation = Math.sqrt(unit * (pl + shares.irregular));
    pl += 2 * pc + pb + shares.level;
    pc += pb;
    pb += trend === 'none' ? 0 : shares.slope;
    return deviation;
  });
  return normalPrediction(
    Float64Array.from({ length: horizon }, (_, h) => level + h * slope),
    deviations,
  );
}

function structuralAnswer(fit: StructuralFit, values: Float64Array): Fit {
  const { shares, unit, filtered } = fit;
  return {
    params: {
      model: fit.trend === 'none' ? 'local level' : 'local linear trend',
      irregular: unit * shares.irregular,
      level: unit * shares.level,
      slope: unit * shares.slope,
      nextLevel: filtered.level,
      nextSlope: filtered.slope,
    },
    loglik: fit.loglik,
    aicc: fit.aicc,
    sigma2: unit * (filtered.covariance[0] + shares.irregular),
    fitted: values.map((value, t) => value - filtered.errors[t]!),
    predict: (horizon) => predict(fit, horizon),
  };
}

/** Structural models in state space form. */
export const structuralModels: readonly ModelDefinition[] = [
  {
    name: 'KalmanForecaster',
    aliases: ['kalman', 'structural', 'StructTS'],
    summary:
      'Local level or local linear trend by the Kalman filter, exact diffuse likelihood; the better by AICc (option `trend`: auto, none, local). A season that the test finds is removed first.',
    capabilities: {
      minLength: () => 5,
      season: 'used',
      zeros: 'taken',
      negatives: 'taken',
      covariates: 'refused',
      intervals: 'given',
      cost: 'fast',
    },
    prepare: (options) => {
      const wanted = optionReader('KalmanForecaster', options, ['trend']).choice('trend', ['auto', 'none', 'local']) ?? 'auto';
      return ({ values, period }, { meter }) => {
        const season = adjustIfSeasonal(values, period);
        const trends = wanted === 'auto' ? (['none', 'local'] as const) : ([wanted] as const);
        const fits = trends.map((trend) => fitStructural(season.values, trend, meter));
        const best = fits.toSorted((a, b) => a.aicc - b.aicc)[0]!;
        if (!Number.isFinite(best.loglik)) throw fitDiverged({ model: 'KalmanForecaster' });
        const answer = structuralAnswer(best, season.values);
        return season.kind === 'none' ? answer : seasonRestored(answer, season);
      };
    },
  },
];
