import { fitDiverged } from '../errors.ts';
import { normalPrediction } from '../intervals.ts';
import type { ModelDefinition } from '../model.ts';
import { optionReader } from '../options.ts';
import { fitHarmonics } from './harmonics.ts';

const MOST_FREQUENCIES = 200;

/** A trend and the strongest frequencies of the spectrum. */
export const fourierModels: readonly ModelDefinition[] = [
  {
    name: 'FFT',
    aliases: ['fourier'],
    summary:
      'Extrapolates a line and the frequencies that pass Fisher’s test against noise (options `frequencies`, at most 10 by default, and `trend`, linear or none). The path doesn’t start at the last value: meant for cycles, not for prices.',
    capabilities: {
      minLength: () => 8,
      season: 'used',
      zeros: 'taken',
      negatives: 'taken',
      covariates: 'refused',
      intervals: 'given',
      cost: 'fast',
    },
    prepare: (options) => {
      const { number, choice } = optionReader('FFT', options, ['frequencies', 'trend']);
      const most = number('frequencies', { min: 0, max: MOST_FREQUENCIES, whole: 'whole' }) ?? 10;
      const trend = choice('trend', ['linear', 'none']) ?? 'linear';
      return ({ values, period }) => {
        const fit = fitHarmonics(values, period, { most, trend });
        if (fit === null) throw fitDiverged({ model: 'FFT' });
        const { frequencies, used, coefficients, fitted, sigma2, ahead } = fit;
        return {
          params: { frequencies, used, coefficients: Array.from(coefficients), trend },
          fitted,
          sigma2,
          predict: (horizon) => normalPrediction(ahead(horizon), new Float64Array(horizon).fill(Math.sqrt(sigma2))),
        };
      };
    },
  },
];
