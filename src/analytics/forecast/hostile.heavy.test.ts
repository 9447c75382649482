import { expect, test } from 'vitest';

import { CodedError } from '../../core/coded-error.ts';
import { createModel, listModels } from './index.ts';
import { HOSTILE } from './testing/hostile-shapes.ts';

/** A model that takes a series gives a finite forecast; it may only refuse for the length or the sign of the values. */
const REFUSALS = new Set([
  'TF_FORECAST_SERIES_TOO_SHORT',
  'TF_FORECAST_SIGN_REFUSED',
  'TF_FORECAST_SEASON_MISSING',
  'TF_FORECAST_ENSEMBLE_EMPTY',
]);

const HORIZON = 60;
/** Ensembles that only repeat the fits of other models at more origins. */
const REPEATED = new Set(['EnsembleWeighted', 'EnsembleBest', 'EnsembleMean', 'EnsembleMedian', 'Stacking']);
const MODELS = listModels().filter(({ name }) => !REPEATED.has(name));

async function failureOf(name: string, values: readonly number[], period: number): Promise<string | null> {
  const model = createModel(name);
  try {
    const fitted = await model.fit({ values, period });
    const levels = model.capabilities.intervals === 'given' ? [80, 95] : [];
    const { mean, lower = [], upper = [] } = await fitted.forecast(HORIZON, { levels });
    const crossed = upper.some((path, l) => path.some((bound, h) => !(lower[l]![h]! <= mean[h]! && mean[h]! <= bound)));
    return crossed ? 'an interval excludes the forecast' : null;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return REFUSALS.has(error.code) ? null : error.code;
  }
}

test.each(MODELS.map(({ name }) => name))('%s loses no hostile series', async (name) => {
  const failures: string[] = [];
  for (const [shape, values] of Object.entries(HOSTILE)) {
    for (const period of [1, 12]) {
      const failure = await failureOf(name, values, period);
      if (failure !== null) failures.push(`${shape}, period ${period}: ${failure}`);
    }
  }
  expect(failures).toEqual([]);
});
