import { signRefused } from '../errors.ts';
import type { Capabilities, Fitter, ModelDefinition, ModelOptions, Series } from '../model.ts';
import { optionReader } from '../options.ts';
import { adjustIfSeasonal } from '../seasonal/adjust.ts';
import { autoEts } from './auto-ets.ts';
import { etsAnswer, seasonRestored } from './ets-answer.ts';
import { LONGEST_SEARCHED_PERIOD, fitEts } from './fit-ets.ts';
import { readStructure } from './structure.ts';
import type { Structure } from './structure.ts';

/** Values needed in addition to the two periods that give the initial seasonal parts. */
const SEASONAL_MARGIN = 5;

/** Restarts with a new simplex when the structure is fixed. */
const RESTARTS = 3;

/** Above this length, seasonal searches are limited: many initial seasonal values cost most on long series, where they matter least. */
const LONG_SEASONAL = 600;
const LONG_EVALUATIONS = 2.2e6;
const searchOf = ({ values }: Series, { season }: Structure): { restarts: number; maxEvaluations?: number } =>
  season !== 'N' && values.length > LONG_SEASONAL
    ? { restarts: 1, maxEvaluations: Math.ceil(LONG_EVALUATIONS / values.length) }
    : { restarts: RESTARTS };

const plain: Capabilities = {
  minLength: () => 4,
  season: 'none',
  zeros: 'taken',
  negatives: 'taken',
  covariates: 'refused',
  intervals: 'given',
  cost: 'fast',
};
const seasonal: Capabilities = { ...plain, season: 'required', minLength: (period) => 2 * period + SEASONAL_MARGIN };

/** Throws a coded refusal for a multiplicative structure if a value isn't positive, because its likelihood needs positive values. */
function refuseSign(model: string, { error, season }: Structure, values: Float64Array): void {
  if (error === 'A' && season !== 'M') return;
  if (values.some((value) => value < 0)) throw signRefused({ model, problem: 'negative values' });
  if (values.includes(0)) throw signRefused({ model, problem: 'zeros' });
}

function fixed(name: string, structure: Structure): (options: ModelOptions) => Fitter {
  return (options) => {
    optionReader(name, options, []);
    return (series, { meter }) =>
      etsAnswer(name, fitEts(series.values, series.period, structure, { meter, ...searchOf(series, structure) }), series);
  };
}

/** Smoothing without a seasonal part; as in the M competitions, a season found by the test is removed first. */
function adjusted(name: string, structure: Structure): (options: ModelOptions) => Fitter {
  return (options) => {
    const { choice } = optionReader(name, options, ['season']);
    const period = choice('season', ['adjust', 'ignore']) === 'ignore' ? () => 1 : (given: number) => given;
    return (series, { meter }) => {
      const season = adjustIfSeasonal(series.values, period(series.period));
      const answer = etsAnswer(name, fitEts(season.values, 1, structure, { meter, restarts: RESTARTS }), season);
      return season.kind === 'none' ? answer : seasonRestored(answer, season);
    };
  };
}

function exponentialSmoothing(options: ModelOptions): Fitter {
  const name = 'ExponentialSmoothing';
  const { choice } = optionReader(name, options, ['error', 'trend', 'seasonal']);
  const trend = choice('trend', ['none', 'additive', 'damped']) ?? 'additive';
  const season = choice('seasonal', ['none', 'additive', 'multiplicative']);
  const error = choice('error', ['additive', 'multiplicative']) ?? (season === 'multiplicative' ? 'multiplicative' : 'additive');
  return (series, { meter }) => {
    const long = series.period > 1 && series.values.length >= seasonal.minLength(series.period);
    const part = season ?? (long ? 'additive' : 'none');
    const structure: Structure = {
      error: error === 'additive' ? 'A' : 'M',
      trend: trend === 'none' ? 'N' : trend === 'additive' ? 'A' : 'Ad',
      season: part === 'none' || series.period < 2 ? 'N' : part === 'additive' ? 'A' : 'M',
    };
    refuseSign(name, structure, series.values);
    return etsAnswer(name, fitEts(series.values, series.period, structure, { meter, ...searchOf(series, structure) }), series);
  };
}

function etsFixed(options: ModelOptions): Fitter {
  const name = 'ETS';
  const { refuse } = optionReader(name, options, ['model']);
  const text = options['model'] ?? 'ANN';
  const structure = typeof text === 'string' ? readStructure(text) : null;
  if (structure === null) throw refuse('model must be a structure such as AAN, MAdM or ETS(A,N,A)');
  return (series, { meter }) => {
    refuseSign(name, structure, series.values);
    return etsAnswer(name, fitEts(series.values, series.period, structure, { meter, ...searchOf(series, structure) }), series);
  };
}

function autoEtsFitter(options: ModelOptions): Fitter {
  const name = 'AutoETS';
  optionReader(name, options, []);
  return (series, { meter }) => {
    const { values, period } = series;
    if (period <= LONGEST_SEARCHED_PERIOD) return etsAnswer(name, autoEts(values, period, meter), series);
    const season = adjustIfSeasonal(values, period);
    const answer = seasonRestored(etsAnswer(name, autoEts(season.values, 1, meter), season), season);
    return season.kind === 'none'
      ? answer
      : {
          ...answer,
          notes: [`A season (${season.kind}, period ${period}) was removed first, because it is too long for the search.`],
        };
  };
}

/** Exponential smoothing, by maximum likelihood of the state-space form. */
export const smoothingModels: readonly ModelDefinition[] = [
  {
    name: 'SES',
    aliases: ['simple-exponential-smoothing'],
    summary: 'Simple exponential smoothing, ETS(A,N,N), of the seasonally adjusted series (option `season`: adjust or ignore).',
    capabilities: { ...plain, season: 'used' },
    prepare: adjusted('SES', { error: 'A', trend: 'N', season: 'N' }),
  },
  {
    name: 'Holt',
    aliases: ['linear-trend'],
    summary: 'Holt’s linear trend, ETS(A,A,N), of the seasonally adjusted series (option `season`: adjust or ignore).',
    capabilities: { ...plain, season: 'used' },
    prepare: adjusted('Holt', { error: 'A', trend: 'A', season: 'N' }),
  },
  {
    name: 'DampedHolt',
    aliases: ['damped', 'damped-trend'],
    summary: 'Holt’s trend, damped, ETS(A,Ad,N), of the seasonally adjusted series (option `season`: adjust or ignore).',
    capabilities: { ...plain, season: 'used', minLength: () => 5 },
    prepare: adjusted('DampedHolt', { error: 'A', trend: 'Ad', season: 'N' }),
  },
  {
    name: 'HoltWinters',
    aliases: ['hw', 'hw-add', 'holt-winters-additive'],
    summary: 'Holt-Winters with an additive season, ETS(A,A,A).',
    capabilities: seasonal,
    prepare: fixed('HoltWinters', { error: 'A', trend: 'A', season: 'A' }),
  },
  {
    name: 'HoltWintersMultiplicative',
    aliases: ['hw-mul'],
    summary: 'Holt-Winters with a multiplicative season, ETS(M,A,M), for positive values.',
    capabilities: { ...seasonal, zeros: 'refused', negatives: 'refused' },
    prepare: fixed('HoltWintersMultiplicative', { error: 'M', trend: 'A', season: 'M' }),
  },
  {
    name: 'ExponentialSmoothing',
    aliases: ['exp-smoothing'],
    summary:
      'Options `trend` (none, additive, damped), `seasonal` (none, additive, multiplicative) and `error`; by default an additive trend, and an additive season if there is a season.',
    capabilities: { ...plain, season: 'used' },
    prepare: exponentialSmoothing,
  },
  {
    name: 'ETS',
    aliases: [],
    summary: 'One structure by name, option `model`, such as MAdM.',
    capabilities: { ...plain, season: 'used' },
    prepare: etsFixed,
  },
  {
    name: 'AutoETS',
    aliases: ['StatsForecastAutoETS'],
    summary: 'The best of the 15 admissible structures by corrected Akaike criterion.',
    capabilities: { ...plain, season: 'used' },
    prepare: autoEtsFitter,
  },
];
