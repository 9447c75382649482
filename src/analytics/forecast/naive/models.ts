import type { Capabilities, ModelDefinition } from '../model.ts';
import { optionReader } from '../options.ts';
import { fitDrift, fitMean, fitNaive, fitNaive2, fitSeasonalNaive } from './walks.ts';

const LONGEST_WINDOW = 1_000_000;

const any: Omit<Capabilities, 'minLength' | 'season'> = {
  zeros: 'taken',
  negatives: 'taken',
  covariates: 'refused',
  intervals: 'given',
  cost: 'instant',
};

function withoutOptions(name: string, fitter: ReturnType<ModelDefinition['prepare']>): ModelDefinition['prepare'] {
  return (options) => {
    optionReader(name, options, []);
    return fitter;
  };
}

/** The naive family, the baseline for every other model. */
export const naiveModels: readonly ModelDefinition[] = [
  {
    name: 'Naive',
    aliases: ['rw', 'random-walk', 'persistence'],
    summary: 'Repeats the last value.',
    capabilities: { ...any, minLength: () => 2, season: 'none' },
    prepare: withoutOptions('Naive', ({ values }) => fitNaive(values)),
  },
  {
    name: 'NaiveSeasonal',
    aliases: ['snaive', 'seasonal-naive'],
    summary: 'The value one season ago; without a season, the last value.',
    capabilities: { ...any, minLength: (period) => period + 1, season: 'used' },
    prepare: withoutOptions('NaiveSeasonal', ({ values, period }) => fitSeasonalNaive(values, period)),
  },
  {
    name: 'NaiveDrift',
    aliases: ['drift', 'rwf'],
    summary: 'The line through the first and the last value.',
    capabilities: { ...any, minLength: () => 2, season: 'none' },
    prepare: withoutOptions('NaiveDrift', ({ values }) => fitDrift(values)),
  },
  {
    name: 'NaiveMean',
    aliases: ['mean', 'average'],
    summary: 'The mean of all values.',
    capabilities: { ...any, minLength: () => 1, season: 'none' },
    prepare: withoutOptions('NaiveMean', ({ values }) => fitMean(values)),
  },
  {
    name: 'NaiveMovingAverage',
    aliases: ['moving-average', 'sma'],
    summary: 'The mean of the last `window` values (option `window`, 7 by default, at most all).',
    capabilities: { ...any, minLength: () => 1, season: 'none' },
    prepare: (options) => {
      const { number } = optionReader('NaiveMovingAverage', options, ['window']);
      const window = number('window', { min: 1, max: LONGEST_WINDOW, whole: 'whole' }) ?? 7;
      return ({ values }) => fitMean(values, Math.min(window, values.length));
    },
  },
  {
    name: 'Naive2',
    aliases: [],
    summary: 'The naive forecast of the seasonally adjusted series: the M competitions’ yardstick.',
    capabilities: { ...any, minLength: () => 2, season: 'used' },
    prepare: withoutOptions('Naive2', ({ values, period }) => fitNaive2(values, period)),
  },
];
