import { fitDiverged } from '../errors.ts';
import { normalPrediction } from '../intervals.ts';
import type { Capabilities, Fit, Fitter, ModelDefinition, ModelOptions } from '../model.ts';
import { optionReader } from '../options.ts';
import { adjust, adjustIfSeasonal } from '../seasonal/adjust.ts';
import type { Adjusted } from '../seasonal/adjust.ts';
import { fitFourTheta } from './four-theta.ts';
import { fitThetaState } from './state-space.ts';
import type { ThetaState, ThetaVariant } from './state-space.ts';
import { fitThetaLines, thetaFitted, thetaPath } from './theta-lines.ts';

const capabilities: Capabilities = {
  minLength: () => 4,
  season: 'used',
  zeros: 'taken',
  negatives: 'taken',
  covariates: 'refused',
  intervals: 'given',
  cost: 'fast',
};

interface OnAdjusted {
  readonly params: Fit['params'];
  readonly path: (horizon: number) => Float64Array;
  readonly fitted: Float64Array;
  readonly alpha: number;
  readonly sigma2: number;
}

/**
 * Converts a fit to the original series: restores the season, and keeps forecasts at or above 0 if all values are. Intervals are those
 * of simple exponential smoothing, σ√(1 + (h−1)α²), with the trend taken as known, as in R's `thetaf`.
 */
function withSeason(season: Adjusted, values: Float64Array, { params, path, fitted, alpha, sigma2 }: OnAdjusted): Fit {
  const floor = values.every((value) => value >= 0) ? 0 : -Infinity;
  return {
    params: { ...params, season: season.kind },
    sigma2,
    fitted: season.restoreSample(fitted),
    predict: (horizon) =>
      normalPrediction(
        season.restore(path(horizon)).map((value) => Math.max(floor, value)),
        Float64Array.from({ length: horizon }, (_, i) => season.factor(i + 1) * Math.sqrt(sigma2 * (1 + i * alpha * alpha))),
      ),
  };
}

function theta(options: ModelOptions): Fitter {
  optionReader('Theta', options, []);
  return ({ values, period }, { meter }) => {
    const season = adjustIfSeasonal(values, period);
    const fit = fitThetaLines(season.values, meter);
    if (fit === null) throw fitDiverged({ model: 'Theta' });
    const { alpha } = fit.smoothing.weights;
    const fitted = thetaFitted(fit, season.values);
    // An error of the theta-2 line has half the weight in the forecast, and is twice the series' own error.
    const sigma2 = fit.smoothing.sigma2 / 4;
    const params = { alpha, level: fit.smoothing.last.level, slope: fit.slope, intercept: fit.intercept };
    return withSeason(season, values, { params, path: (horizon) => thetaPath(fit, horizon), fitted, alpha, sigma2 });
  };
}

function fourTheta(options: ModelOptions): Fitter {
  optionReader('FourTheta', options, []);
  return ({ values, period }, { meter }) => {
    const multiplied = adjustIfSeasonal(values, period);
    // If there is a season, its kind too is chosen by the in-sample error on the original series.
    const seasons = multiplied.kind === 'none' ? [multiplied] : [multiplied, adjust(values, period, 'additive')];
    const found = seasons.flatMap((season) => {
      const fit = fitFourTheta(season.values, meter);
      if (fit === null) return [];
      const restored = season.restoreSample(fit.fitted);
      return [{ season, fit, error: values.reduce((sum, value, t) => sum + Math.abs(value - restored[t]!), 0) }];
    });
    const best = found.toSorted((a, b) => a.error - b.error)[0];
    if (best === undefined) throw fitDiverged({ model: 'FourTheta' });
    const { fit, season } = best;
    return withSeason(season, values, { ...fit, params: { theta: fit.theta, alpha: fit.alpha, ...fit.form } });
  };
}

const answer = (season: Adjusted, values: Float64Array, fit: ThetaState): Fit =>
  withSeason(season, values, {
    ...fit,
    params: { variant: fit.variant, theta: fit.theta, alpha: fit.alpha, level: fit.firstLevel },
  });

function stateSpace(name: string, variants: readonly ThetaVariant[]): (options: ModelOptions) => Fitter {
  return (options) => {
    optionReader(name, options, []);
    return ({ values, period }, { meter }) => {
      const season = adjustIfSeasonal(values, period);
      let best: ThetaState | null = null;
      for (const variant of variants) {
        if (best !== null && meter.exhausted()) break;
        const fit = fitThetaState(season.values, variant, meter);
        if (best === null || fit.aicc < best.aicc) best = fit;
      }
      return answer(season, values, best!);
    };
  };
}

/** The Theta family. All remove a season that the test finds: multiplicative, or additive if values aren't positive. */
export const thetaModels: readonly ModelDefinition[] = [
  {
    name: 'Theta',
    aliases: ['thetaf', 'standard-theta'],
    summary: 'The standard Theta method, winner of M3.',
    capabilities,
    prepare: theta,
  },
  {
    name: 'FourTheta',
    aliases: ['4theta'],
    summary:
      '4Theta: linear or exponential trend, joined by sum or product, theta from 1 to 3, chosen by the error in the sample.',
    capabilities,
    prepare: fourTheta,
  },
  {
    name: 'OTM',
    aliases: ['optimised-theta', 'optimized-theta'],
    summary: 'Optimised Theta model: theta and smoothing by least squares, with a fixed line.',
    capabilities,
    prepare: stateSpace('OTM', ['OTM']),
  },
  {
    name: 'DOTM',
    aliases: ['dynamic-optimised-theta', 'dynamic-optimized-theta'],
    summary: 'Dynamic optimised Theta model: the line is updated with each value.',
    capabilities,
    prepare: stateSpace('DOTM', ['DOTM']),
  },
  {
    name: 'AutoTheta',
    aliases: ['StatsForecastAutoTheta'],
    summary: 'The best of the standard, optimised and dynamic Theta models by corrected Akaike criterion.',
    capabilities,
    prepare: stateSpace('AutoTheta', ['STM', 'OTM', 'DSTM', 'DOTM']),
  },
];
