import { autoArima } from '../arima/auto-arima.ts';
import { arimaAnswer } from '../arima/predict-arima.ts';
import { constantFit, isConstant } from '../constant.ts';
import { fitDiverged, seriesTooShort, signRefused } from '../errors.ts';
import type { Meter } from '../meter.ts';
import type { Capabilities, Fit, Fitter, ModelDefinition, ModelOptions } from '../model.ts';
import { optionReader } from '../options.ts';
import { autoEts } from '../smoothing/auto-ets.ts';
import { etsAnswer, seasonRestored } from '../smoothing/ets-answer.ts';
import { periodsOf, takeOut } from './seasons.ts';

const LONGEST_PERIOD = 100_000;
/** Values needed in addition to the two cycles that LOESS needs. */
const MARGIN = 2;

const capabilities: Capabilities = {
  minLength: (period) => 2 * period + MARGIN,
  season: 'required',
  zeros: 'taken',
  negatives: 'taken',
  covariates: 'refused',
  intervals: 'given',
  cost: 'fast',
};

/** Minimum length: with period 2, six values leave too few for any model. */
const FEWEST = 8;

type Rest = (model: string, values: Float64Array, meter: Meter) => Fit;

const byEts: Rest = (model, values, meter) => etsAnswer(model, autoEts(values, 1, meter), { values });

const byArima: Rest = (model, values, meter) => {
  const fit = autoArima(values, 1, meter);
  if (fit === null) throw fitDiverged({ model });
  return arimaAnswer(fit, { values, period: 1, axis: null, covariates: [] });
};

function decomposed(name: string, seasons: 'one' | 'several', rest: Rest): (options: ModelOptions) => Fitter {
  return (options) => {
    const { choice, numbers } = optionReader(name, options, seasons === 'one' ? ['scale'] : ['scale', 'periods']);
    const scale = choice('scale', ['plain', 'log']) ?? 'plain';
    const asked = seasons === 'one' ? undefined : numbers('periods', { min: 2, max: LONGEST_PERIOD, whole: 'whole' });
    return ({ values, period }, { meter }) => {
      if (scale === 'log' && values.some((value) => value <= 0)) {
        throw signRefused({ model: name, problem: values.some((value) => value < 0) ? 'negative values' : 'zeros' });
      }
      const periods = asked ?? (seasons === 'one' ? [period] : periodsOf(values, period));
      const needed = Math.max(FEWEST, capabilities.minLength(Math.max(...periods)));
      if (values.length < needed) throw seriesTooShort({ model: name, length: values.length, needed });
      const season = takeOut(values, periods, scale);
      const fit = isConstant(season.values) ? constantFit(season.values) : rest(name, season.values, meter);
      return seasonRestored({ ...fit, params: { ...fit.params, periods, scale } }, season);
    };
  };
}

const log = "option `scale: 'log'` for a season that grows with the level";
const several = 'by MSTL: `period` and its multiples that the series shows, or those in option `periods`';

/**
 * Models that estimate seasons by LOESS, repeat their last cycle, and forecast the rest by another model. Hyndman & Athanasopoulos
 * 2021, 5.7; Bandara and others 2021.
 */
export const decomposedModels: readonly ModelDefinition[] = [
  {
    name: 'STLF',
    aliases: ['STLETS', 'stl'],
    summary: `The season by STL, the rest by AutoETS without a season; also for long periods (${log}).`,
    capabilities,
    prepare: decomposed('STLF', 'one', byEts),
  },
  {
    name: 'STLARIMA',
    aliases: [],
    summary: `The season by STL, the rest by AutoARIMA without a season (${log}).`,
    capabilities,
    prepare: decomposed('STLARIMA', 'one', byArima),
  },
  {
    name: 'MSTL',
    aliases: ['MSTLETS'],
    summary: `Several seasons ${several}; the rest by AutoETS (${log}).`,
    capabilities,
    prepare: decomposed('MSTL', 'several', byEts),
  },
  {
    name: 'MSTLARIMA',
    aliases: [],
    summary: `Several seasons ${several}; the rest by AutoARIMA (${log}).`,
    capabilities: { ...capabilities, cost: 'moderate' },
    prepare: decomposed('MSTLARIMA', 'several', byArima),
  },
];
