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

async function failureOf(name: string, values: readonly number[], period: number): Promise<string | null> {
  const model = createModel(name);
  try {
    const fitted = await model.fit({ values, period });
    const levels = model.capabilities.intervals === 'given' ? [80, 95] : [];
    for (const horizon of [1, 12, 60]) {
      const { mean, lower = [], upper = [] } = await fitted.forecast(horizon, { levels });
      const crossed = upper.some((path, l) => path.some((bound, h) => !(lower[l]![h]! <= mean[h]! && mean[h]! <= bound)));
      if (crossed) return 'an interval excludes the forecast';
    }
    return null;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return REFUSALS.has(error.code) ? null : error.code;
  }
}

test.each(listModels().map(({ name }) => name))('%s loses no hostile series', async (name) => {
  const failures: string[] = [];
  for (const [shape, values] of Object.entries(HOSTILE)) {
    for (const period of [1, 12]) {
      const failure = await failureOf(name, values, period);
      if (failure !== null) failures.push(`${shape}, period ${period}: ${failure}`);
    }
  }
  expect(failures).toEqual([]);
});
