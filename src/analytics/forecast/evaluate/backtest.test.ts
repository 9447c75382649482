import { expect, test } from 'vitest';

import { normals } from '../../series/testing/noise.ts';
import { analyseErrors, backtest, createModel } from '../index.ts';
import type { RolledForecast } from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';

const naive = createModel('snaive');
const input = { values: AIR_PASSENGERS, period: 12 };
const options = { horizon: 6, train: 72, naive };

test('a model with season and trend beats the seasonal naive significantly', async () => {
  const found = (await backtest(createModel('HoltWintersMultiplicative'), input, options))!;
  expect(found.origins).toBe(12);
  expect(found.againstNaive).toBeLessThan(0.6);
  expect(found.test!.p).toBeLessThan(0.05);
  expect(found.grades.overall).not.toBe('F');
});

test('the seasonal naive itself is graded F, and so is the naive on a season', async () => {
  expect((await backtest(naive, input, options))!.grades.overall).toBe('F');
  expect((await backtest(createModel('naive'), input, options))!.grades.overall).toBe('F');
});

test('a backtest never looks ahead: values after a test part don’t change its result', async () => {
  const short = AIR_PASSENGERS.slice(0, 96);
  const model = createModel('Theta');
  const before = await backtest(model, { values: short, period: 12 }, options);
  const after = await backtest(model, { values: [...short, 9e5, -9e5], period: 12 }, options);
  expect(after).toEqual(before);
});

test('a series too short for one origin gives null', async () => {
  expect(await backtest(naive, { values: [1, 2, 3], period: 1 }, { horizon: 3, train: 2, naive })).toBeNull();
});

const at = (index: number) => new Date(Date.UTC(2024, 0, 7) + index * 3_600_000).toISOString();

function rolledOf(errors: readonly number[]): readonly RolledForecast[] {
  return errors.map((error, i) => ({
    origin: { trainFrom: 0, trainTo: i, testFrom: i, testTo: i + 2 },
    actual: Float64Array.of(10 + error, 10 + 2 * error),
    mean: Float64Array.of(10, 10),
    levels: [],
    lower: [],
    upper: [],
  }));
}

test('errors by step, hour and weekday, by hand', () => {
  const found = analyseErrors(rolledOf([1, -1, 3]), at);
  expect(found.byStep).toEqual([
    { count: 3, mae: 5 / 3, bias: 1 },
    { count: 3, mae: 10 / 3, bias: 2 },
  ]);
  // Hour 1 has step 1 of the second origin, −1, and step 2 of the first origin, 2.
  expect(found.byHour![1]).toEqual({ count: 2, mae: 1.5, bias: 0.5 });
  expect(found.byHour![5]).toBeNull();
  expect(found.byWeekday![0]).toMatchObject({ count: 6 });
  expect(analyseErrors(rolledOf([1, 2]), null).byHour).toBeNull();
  expect(() => analyseErrors([], null)).toThrow(RangeError);
});

test('bias and autocorrelation of errors are found in errors that have them, not in noise', () => {
  const noise = normals(6);
  const white = analyseErrors(rolledOf(Array.from({ length: 200 }, noise)), null);
  expect(white.bias.p).toBeGreaterThan(0.01);
  expect(white.autocorrelation.p).toBeGreaterThan(0.01);
  const leaning = analyseErrors(rolledOf(Array.from({ length: 200 }, () => 0.5 + noise())), null);
  expect(leaning.bias.p).toBeLessThan(0.01);
  let last = 0;
  const slow = analyseErrors(rolledOf(Array.from({ length: 200 }, () => (last = 0.8 * last + noise()))), null);
  expect(slow.autocorrelation.p).toBeLessThan(0.01);
  expect(slow.autocorrelation.values[0]).toBeGreaterThan(0.5);
});
