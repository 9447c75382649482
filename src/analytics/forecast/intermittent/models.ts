import type { Capabilities, Fitter, ModelDefinition, ModelOptions } from '../model.ts';
import { optionReader } from '../options.ts';
import { adida, croston, imapa, sba, tsb } from './methods.ts';

const capabilities: Capabilities = {
  minLength: () => 1,
  season: 'none',
  zeros: 'taken',
  negatives: 'refused',
  covariates: 'refused',
  intervals: 'none',
  cost: 'instant',
};

const WEIGHT = { min: 0.001, max: 1 };

const flat =
  (rate: (values: Float64Array) => number): Fitter =>
  ({ values }) => {
    const level = rate(values);
    return { params: { rate: level }, predict: (horizon) => ({ mean: new Float64Array(horizon).fill(level) }) };
  };

function weighted(name: string, rate: (values: Float64Array, weight?: number) => number): (options: ModelOptions) => Fitter {
  return (options) => {
    const alpha = optionReader(name, options, ['alpha']).number('alpha', WEIGHT);
    return flat((values) => rate(values, alpha));
  };
}

function twoWeights(options: ModelOptions): Fitter {
  const { number } = optionReader('TSB', options, ['alpha', 'beta']);
  const size = number('alpha', WEIGHT) ?? 0.1;
  const probability = number('beta', WEIGHT) ?? 0.1;
  return flat((values) => tsb(values, { size, probability }));
}

function plain(name: string, rate: (values: Float64Array) => number): (options: ModelOptions) => Fitter {
  return (options) => {
    optionReader(name, options, []);
    return flat(rate);
  };
}

/** Models of intermittent demand: many zeros, no negatives. They forecast demand per step, without intervals. */
export const intermittentModels: readonly ModelDefinition[] = [
  {
    name: 'Croston',
    aliases: ['croston-classic'],
    summary: 'Smoothed size over smoothed gap (option `alpha`, 0.1).',
    capabilities,
    prepare: weighted('Croston', croston),
  },
  {
    name: 'SBA',
    aliases: ['croston-sba'],
    summary: 'Croston’s rate with the bias correction of Syntetos & Boylan (option `alpha`, 0.1).',
    capabilities,
    prepare: weighted('SBA', sba),
  },
  {
    name: 'TSB',
    aliases: ['croston-tsb'],
    summary: 'Size and probability smoothed separately; decays when demand stops (options `alpha`, `beta`, 0.1).',
    capabilities,
    prepare: twoWeights,
  },
  {
    name: 'ADIDA',
    aliases: [],
    summary: 'Aggregates by the mean gap, smooths, and spreads the result evenly.',
    capabilities,
    prepare: plain('ADIDA', adida),
  },
  {
    name: 'IMAPA',
    aliases: [],
    summary: 'The mean of ADIDA forecasts over several aggregations.',
    capabilities,
    prepare: plain('IMAPA', imapa),
  },
];
