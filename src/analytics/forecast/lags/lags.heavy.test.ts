import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import { checkSeries } from '../check-series.ts';
import { coverage } from '../evaluate/index.ts';
import { createModel } from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';
import { layOut } from './layout.ts';
import { lagRows } from './rows.ts';

const learned = [
  'LinearRegression',
  'Ridge',
  'Lasso',
  'QuantileRegression',
  'KNN',
  'GradientBoosting',
  'LightGBM',
  'XGBoost',
  'CatBoost',
  'RandomForest',
  'ExtraTrees',
];

test('rows by hand: changes since two steps ago, the position in the season, a covariate and its change', () => {
  const series = checkSeries({
    values: [1, 4, 9, 16, 25, 36, 49, 64, 81, 100],
    period: 2,
    covariates: [[0, 1, 0, 2, 0, 3, 0, 4, 0, 5]],
  });
  const layout = layOut(series, 'ordinal', { lags: [1, 3], difference: 2 });
  expect(layout.names).toEqual(['lag 1 since lag 2', 'lag 3 since lag 2', 'season', 'covariate 0', 'covariate 0 since lag 2']);
  expect(layout.first).toBe(3);
  const { rows, targets } = lagRows(layout, { values: series.values, covariates: series.covariates }, 10);
  expect(rows.count).toBe(7);
  expect(Array.from(rows.values.subarray(0, 5))).toEqual([9 - 4, 1 - 4, 1, 2, 1]);
  expect(targets[0]).toBe(16 - 4);
});

test('a time axis gives the calendar cycles (UTC) that a series went through twice', () => {
  const names = (step: string, length: number) =>
    layOut(
      checkSeries({ values: Array.from({ length }, (_, t) => t * t), start: '2024-01-01T05:00:00+02:00', step }),
      'ordinal',
      { lags: [1], difference: 0 },
    ).names.slice(1);
  expect(names('PT1H', 200)).toEqual(['hour']);
  expect(names('PT1H', 800)).toEqual(['hour', 'weekday']);
  expect(names('P1M', 60)).toEqual(['month']);
  expect(names('P1D', 100)).toEqual(['weekday', 'day of month']);
  expect(names('P1Y', 100)).toEqual([]);
});

test('calendar values past the end belong to future times', () => {
  const series = checkSeries({ values: Array.from({ length: 60 }, (_, t) => t * t), start: '2024-01-31T00:00:00Z', step: 'P1M' });
  const [month] = layOut(series, 'ordinal', {}).cycles;
  expect([month!.at(0), month!.at(1), month!.at(60), month!.at(71)]).toEqual([0, 1, 0, 11]);
});

test('without a season, a walk is modelled by its changes and noise by its values', () => {
  const random = seededRandom(3);
  const noise = Array.from({ length: 100 }, () => random());
  let level = 0;
  const walk = noise.map((step) => (level += step - 0.5));
  expect(layOut(checkSeries({ values: noise }), 'none', {}).difference).toBe(0);
  expect(layOut(checkSeries({ values: walk }), 'none', {}).difference).toBe(1);
  expect(layOut(checkSeries({ values: walk, period: 12 }), 'none', {}).difference).toBe(12);
});

test.each(learned)('%s is found by its required name and declares covariates', (name) => {
  const { capabilities, summary } = createModel(name.toUpperCase());
  expect(capabilities.covariates).toBe('taken');
  expect(summary).toMatch(/lags/);
});

test.each(learned)('%s beats the seasonal naive on the last two years of AirPassengers', async (name) => {
  const input = { values: AIR_PASSENGERS.slice(0, 120), period: 12 };
  const error = async (model: string) => {
    const { mean } = await (await createModel(model).fit(input)).forecast(24);
    return mean.reduce((sum, value, h) => sum + Math.abs(value - AIR_PASSENGERS[120 + h]!), 0);
  };
  expect(await error(name)).toBeLessThan(await error('NaiveSeasonal'));
});

test.each(learned)('%s: intervals are reproducible, nested, and contain the mean', async (name) => {
  const values = Array.from({ length: 150 }, (_, t) => 50 + 9 * Math.sin(t / 2) + ((t * 7919) % 13));
  const ask = async () => (await createModel(name).fit({ values, period: 12 }, { seed: 5 })).forecast(15, { levels: [50, 90] });
  const { mean, lower, upper } = await ask();
  expect(await ask()).toEqual({ mean, levels: [50, 90], lower, upper });
  for (const [h, value] of mean.entries()) {
    expect(lower![1]![h]!).toBeLessThanOrEqual(lower![0]![h]!);
    expect(lower![0]![h]!).toBeLessThanOrEqual(value);
    expect(value).toBeLessThanOrEqual(upper![0]![h]!);
    expect(upper![0]![h]!).toBeLessThanOrEqual(upper![1]![h]!);
  }
});

test.each(['Ridge', 'GradientBoosting', 'KNN'])(
  '%s: 80 % intervals cover about that share of an autoregression',
  async (name) => {
    const random = seededRandom(12);
    let held = 0;
    const rounds = 40;
    for (let round = 0; round < rounds; round++) {
      let last = 0;
      const values = Float64Array.from({ length: 260 }, () => (last = 0.7 * last + random() + random() + random() - 1.5));
      const path = await (await createModel(name).fit({ values: values.slice(0, 250) })).forecast(10, { levels: [80] });
      held += coverage(values.slice(250), { lower: path.lower![0]!, upper: path.upper![0]! }) / rounds;
    }
    expect(held).toBeGreaterThan(0.7);
    expect(held).toBeLessThan(0.9);
  },
);

test.each([
  ['GradientBoosting', { intervals: 'quantile' }],
  ['QuantileRegression', {}],
] as const)('%s: intervals from quantiles are wide where noise is large, and keep their coverage', async (name, options) => {
  const random = seededRandom(31);
  const loud = Array.from({ length: 640 }, (_, t) => Number((t * 7919) % 101 < 50));
  const values = Float64Array.from(loud, (bit) => (random() - 0.5) * (bit === 1 ? 10 : 1));
  const input = { values: values.slice(0, 600), covariates: [loud.slice(0, 600)] };
  const future = [loud.slice(600)];
  const path = await (await createModel(name, options).fit(input)).forecast(40, { levels: [80], future });
  const width = (bit: number) => {
    const own = path.upper![0]!.map((value, h) => value - path.lower![0]![h]!).filter((_, h) => future[0]![h] === bit);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  expect(width(1)).toBeGreaterThan(2 * width(0));
  const held = coverage(values.slice(600), { lower: path.lower![0]!, upper: path.upper![0]! });
  expect(held).toBeGreaterThan(0.65);
  expect(held).toBeLessThan(0.95);
});

test('if the only lag is the differencing lag, another lag is used', () => {
  const series = checkSeries({ values: Array.from({ length: 30 }, (_, t) => t * t) });
  expect(layOut(series, 'none', { lags: [1], difference: 1 }).lags).toEqual([2]);
  expect(layOut(series, 'none', { lags: [500], difference: 0 }).lags).toEqual([1]);
});

test('an unstable linear recursion doesn’t diverge', async () => {
  const values = Array.from({ length: 30 }, (_, t) => 1.3 ** t);
  const { mean } = await (await createModel('LinearRegression', { difference: 1, lags: [2] }).fit({ values })).forecast(60);
  // A step is at most the largest step seen plus the range of all steps.
  const largest = values[29]! - values[28]!;
  for (let h = 1; h < 60; h++) expect(mean[h]! - mean[h - 1]!).toBeLessThanOrEqual(2 * largest);
});

test.each(['Ridge', 'GradientBoosting', 'KNN'])('%s uses a covariate that alone determines the values', async (name) => {
  const x = Array.from({ length: 301 }, (_, t) => Number((t * 7919) % 101 < 50));
  const values = x.slice(0, 300).map((bit, t) => 10 + 20 * bit + Math.sin(t));
  const fitted = await createModel(name).fit({ values, covariates: [x.slice(0, 300)] });
  const ask = async (bit: number) => (await fitted.forecast(1, { future: [[bit]] })).mean[0]!;
  expect((await ask(1)) - (await ask(0))).toBeGreaterThan(5);
  await expect(fitted.forecast(1)).rejects.toMatchObject({ code: 'TF_FORECAST_COVARIATES_REFUSED' });
});

test.each([
  ['KNN', { k: 0 }],
  ['KNN', { weights: 'heavy' }],
  ['Ridge', { alpha: -1 }],
  ['LinearRegression', { alpha: 1 }],
  ['GradientBoosting', { lags: [] }],
  ['GradientBoosting', { lags: [0] }],
  ['CatBoost', { depth: 17 }],
  ['RandomForest', { loss: 'quantile' }],
  ['GradientBoosting', { trees: 2.5 }],
] as const)('%s refuses %j with a code', (name, options) => {
  expect(() => createModel(name, options)).toThrow(expect.objectContaining({ code: 'TF_FORECAST_OPTION_INVALID' }));
});
