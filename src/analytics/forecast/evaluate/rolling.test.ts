import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import { conformalForecast, conformalWidth, createModel, expandingWindows, listModels, rollForecasts } from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';

const names = listModels().map(({ name }) => name);
const HISTORY = 60;
const origins = expandingWindows({ length: HISTORY, train: 40, horizon: 6, step: 7 });

test.each(names)('%s: values after an origin don’t change the forecast from it', async (name) => {
  const values = Float64Array.from(AIR_PASSENGERS.slice(0, HISTORY));
  const before = await rollForecasts(createModel(name), { values, period: 12 }, origins, { controls: { maxSteps: 500 } });
  for (const [i, { origin }] of origins.map((each) => ({ origin: each })).entries()) {
    const changed = values.map((value, t) => (t >= origin.trainTo ? 1e6 - value : value));
    const after = await rollForecasts(createModel(name), { values: changed, period: 12 }, [origin], {
      controls: { maxSteps: 500 },
    });
    expect(after[0]!.mean).toEqual(before[i]!.mean);
    expect(after[0]!.actual).not.toEqual(before[i]!.actual);
  }
});

test('the values of a gap between training and test are forecast, not used', async () => {
  const values = Array.from({ length: 20 }, (_, t) => t * t);
  const [rolled] = await rollForecasts(
    createModel('drift'),
    { values },
    expandingWindows({ length: 20, train: 10, horizon: 2, gap: 3, step: 9 }),
  );
  expect(Array.from(rolled!.actual)).toEqual([169, 196]);
  expect(rolled!.mean[0]).toBeCloseTo(81 + 9 * 4, 9);
});

test('the conformal width is the documented order statistic, or null', () => {
  expect(conformalWidth([1, -2, 3, -4, 5, -6, 7, -8, 9], 90)).toBe(9);
  expect(conformalWidth([1, -2, 3, -4, 5, -6, 7, -8, 9], 50)).toBe(5);
  expect(conformalWidth([1, 2, 3], 90)).toBeNull();
  expect(() => conformalWidth([1], 0)).toThrow(RangeError);
});

test('conformal intervals cover new noise at their nominal rate', async () => {
  const random = seededRandom(21);
  let covered = 0;
  for (let round = 0; round < 300; round++) {
    const values = Float64Array.from({ length: 61 }, () => random() ** 3);
    const input = { values: values.slice(0, 60) };
    const path = (await conformalForecast(createModel('mean'), input, { horizon: 1, levels: [80], origins: 39 }))!;
    if (values[60]! >= path.lower![0]![0]! && values[60]! <= path.upper![0]![0]!) covered += 1;
  }
  expect(covered / 300).toBeGreaterThan(0.74);
  expect(covered / 300).toBeLessThan(0.86);
});

test('a series too short for the level gives no interval', async () => {
  expect(
    await conformalForecast(createModel('naive'), { values: [1, 2, 3, 5] }, { horizon: 1, levels: [90], origins: 3 }),
  ).toBeNull();
});
