import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';

const air = { values: AIR_PASSENGERS, period: 12 };

/** Means and 95 % bounds of R's forecast 8.20 on AirPassengers. */
test.each([
  ['Naive', 1, 432, 365.928],
  ['drift', 2, 436.475524475, 342.263],
  ['NaiveSeasonal', 1, 417, 345.823],
] as const)('%s gives R’s path and bounds', async (name, step, mean, lower) => {
  const fitted = await createModel(name).fit(air);
  const path = await fitted.forecast(step, { levels: [95] });
  expect(path.mean[step - 1]).toBeCloseTo(mean, 6);
  expect(path.lower?.[0]?.[step - 1]).toBeCloseTo(lower, 1);
});

test('the mean and the moving average by hand', async () => {
  const values = [1, 2, 3, 4, 6];
  const mean = await (await createModel('NaiveMean').fit({ values })).forecast(2);
  expect(Array.from(mean.mean)).toEqual([3.2, 3.2]);
  const moving = await (await createModel('moving average', { window: 2 }).fit({ values })).forecast(1);
  expect(moving.mean[0]).toBe(5);
});

test('the seasonal naive repeats the last season, phase by phase', async () => {
  const path = await (await createModel('snaive').fit({ values: [9, 1, 2, 3, 4, 5, 6], period: 3 })).forecast(5);
  expect(Array.from(path.mean)).toEqual([4, 5, 6, 4, 5]);
});

test('Naive2 removes a season that the test finds and restores it in phase', async () => {
  const pattern = [0.5, 1, 1.5, 1];
  const values = Array.from({ length: 41 }, (_, t) => 100 * (pattern[t % 4] as number));
  const path = await (await createModel('naive2').fit({ values, period: 4 })).forecast(4);
  expect(Array.from(path.mean, Math.round)).toEqual([100, 150, 100, 50]);
});
