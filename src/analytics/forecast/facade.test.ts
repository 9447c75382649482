import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../test/testing/scale.ts';
import { CodedError } from '../../core/coded-error.ts';
import { builtInModels, createCatalogue, createModel, listModels } from './index.ts';
import type { SeriesInput } from './model.ts';

const names = listModels().map(({ name }) => name);
const HORIZON = 7;

/** Fits and forecasts; a coded refusal is a valid result, any other error fails the test. */
async function answer(
  name: string,
  input: SeriesInput,
  levels: readonly number[] = [],
): Promise<'refused' | readonly Float64Array[]> {
  try {
    const {
      mean,
      lower = [],
      upper = [],
    } = await (await createModel(name).fit(input, { maxSteps: 300 })).forecast(HORIZON, { levels });
    return [mean, ...lower, ...upper];
  } catch (error) {
    if (error instanceof CodedError && error.code.startsWith('TF_FORECAST_')) return 'refused';
    throw error;
  }
}

async function expectSound(name: string, input: SeriesInput): Promise<void> {
  const paths = await answer(name, input, createModel(name).capabilities.intervals === 'given' ? [80, 95] : []);
  if (paths === 'refused') return;
  for (const path of paths) {
    expect(path).toHaveLength(HORIZON);
    expect(path.every(Number.isFinite)).toBe(true);
  }
}

const value = fc.oneof(
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  fc.constantFrom(0, 0, 0, 1, -1, 1e-12, 1e99, -1e99, 5e-324, 1e-300, Number.NaN, Infinity, 1e308),
);
const series = fc.oneof(
  { weight: 3, arbitrary: fc.array(value, { maxLength: 40 }) },
  { weight: 3, arbitrary: fc.array(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(0, 0, 0, 0, 5), { minLength: 1, maxLength: 60 }) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 60 }) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 60 }), value).map(([n, v]) => Array.from({ length: n }, () => v)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.double({ min: -1e9, max: 1e9, noNaN: true }))
      .map(([n, slope]) => Array.from({ length: n }, (_, t) => slope * t)),
  },
);

test.each(names)('%s gives a finite forecast or a coded refusal, whatever the series', (name) =>
  fc.assert(
    fc.asyncProperty(series, fc.constantFrom(1, 2, 4, 7, 12, 30), (values, period) => expectSound(name, { values, period })),
    { numRuns: runs(60), seed: 4 },
  ),
);

test.each(names)('%s is bit-identical when fitted again, and doesn’t change its input', async (name) => {
  const values = Array.from({ length: 60 }, (_, t) => 50 + t / 3 + 9 * Math.sin(t / 2) + ((t * 7919) % 13));
  const input = { values, period: 4 };
  const before = [...values];
  const first = await answer(name, input, []);
  expect(await answer(name, input, [])).toEqual(first);
  expect(values).toEqual(before);
});

test.each(names)('%s under a budget reports the steps that reproduce it', async (name) => {
  const values = Array.from({ length: 80 }, (_, t) => 50 + t / 3 + 9 * Math.sin(t / 2) + ((t * 7919) % 13));
  let now = 0;
  const clock = () => (now += 1);
  const limited = await createModel(name).fit({ values, period: 4 }, { budgetMs: 57, clock });
  const repeated = await createModel(name).fit(
    { values, period: 4 },
    limited.stopped === 'budget' ? { maxSteps: limited.steps } : {},
  );
  expect((await repeated.forecast(HORIZON)).mean).toEqual((await limited.forecast(HORIZON)).mean);
  expect(repeated.steps).toBe(limited.steps);
});

test('names are found in any case, with or without separators, and errors on unknown names list similar ones', () => {
  expect(createModel('auto_ets').name).toBe('AutoETS');
  expect(createModel('NAIVE SEASONAL').name).toBe('NaiveSeasonal');
  expect(() => createModel('naives')).toThrow(/no forecasting model naives/);
});

test.each([
  [{ values: [] }, 'TF_FORECAST_SERIES_INVALID'],
  [{ values: [1, Number.NaN, 3, 4] }, 'TF_FORECAST_SERIES_GAP'],
  [{ values: [1, null, 3] as number[] }, 'TF_FORECAST_SERIES_GAP'],
  [{ values: [1e200, 1, 2] }, 'TF_FORECAST_VALUES_OUT_OF_RANGE'],
  [{ values: [1, 2, 3], period: 0 }, 'TF_FORECAST_SERIES_INVALID'],
  [{ values: [1, 2, 3], start: 'yesterday', step: 'P1D' }, 'TF_FORECAST_SERIES_INVALID'],
  [{ values: [1, 2, 3], start: '2024-01-31T00:00:00Z', step: 'P1M2D' }, 'TF_FORECAST_SERIES_INVALID'],
  [{ values: [3] }, 'TF_FORECAST_SERIES_TOO_SHORT'],
  [{ values: [1, 2, 3], covariates: [[1, 2, 3]] }, 'TF_FORECAST_COVARIATES_REFUSED'],
] as const)('%j is refused as %s, before and by the fit', async (input, code) => {
  expect(createModel('naive').refusal(input)?.code).toBe(code);
  await expect(createModel('naive').fit(input)).rejects.toMatchObject({ code });
});

test.each([[0], [-1], [1.5], [1e9]])('a horizon of %d is refused', async (horizon) => {
  const fitted = await createModel('naive').fit({ values: [1, 2, 3] });
  await expect(fitted.forecast(horizon)).rejects.toMatchObject({ code: 'TF_FORECAST_REQUEST_INVALID' });
});

test('a time axis gives times, by calendar months if the step is in months', async () => {
  const fitted = await createModel('naive').fit({ values: [1, 2, 3], start: '2024-01-31T00:00:00Z', step: 'P1M' });
  expect((await fitted.forecast(2)).times).toEqual(['2024-04-30T00:00:00.000Z', '2024-05-31T00:00:00.000Z']);
});

test('the forecast of a constant is the constant, with an interval of zero width and a note', async () => {
  const fitted = await createModel('AutoETS').fit({ values: [4, 4, 4, 4, 4] });
  const { mean, lower } = await fitted.forecast(2, { levels: [90] });
  expect(Array.from(mean)).toEqual([4, 4]);
  expect(Array.from(lower?.[0] ?? [])).toEqual([4, 4]);
  expect(fitted.notes?.[0]).toMatch(/never changes/);
});

test('levels may be fractions or percents', async () => {
  const fitted = await createModel('naive').fit({ values: [1, 3, 2, 5] });
  const { lower, levels } = await fitted.forecast(1, { levels: [0.8, 80] });
  expect(levels).toEqual([80, 80]);
  expect(lower?.[0]).toEqual(lower?.[1]);
});

test('a budget without any clock is refused; the clock of the fit or of the catalogue suffices', async () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const without = createCatalogue(builtInModels).createModel('SES');
  await expect(without.fit({ values }, { budgetMs: 10 })).rejects.toMatchObject({ code: 'TF_FORECAST_CLOCK_MISSING' });
  expect((await without.fit({ values }, { budgetMs: 10, clock: () => 0 })).stopped).toBe('done');
  let now = 0;
  const slow = createCatalogue(builtInModels, { clock: () => (now += 100) }).createModel('SES');
  expect((await slow.fit({ values }, { budgetMs: 10 })).stopped).toBe('budget');
});
