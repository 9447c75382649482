import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import {
  conformalForecast,
  conformalWidth,
  createModel,
  dieboldMariano,
  expandingWindows,
  listModels,
  rollForecasts,
} from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';

const names = listModels().map(({ name }) => name);
const HISTORY = 60;
const origins = expandingWindows({ length: HISTORY, train: 40, horizon: 6, step: 7 });

test.each(names)('%s: changing what comes after an origin changes nothing forecast from it', async (name) => {
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

test('a gap between training and test is forecast over, not looked at', async () => {
  const values = Array.from({ length: 20 }, (_, t) => t * t);
  const [rolled] = await rollForecasts(
    createModel('drift'),
    { values },
    expandingWindows({ length: 20, train: 10, horizon: 2, gap: 3, step: 9 }),
  );
  expect(Array.from(rolled!.actual)).toEqual([169, 196]);
  expect(rolled!.mean[0]).toBeCloseTo(81 + 9 * 4, 9);
});

test('Diebold-Mariano by hand at one step, with the correction of Harvey, Leybourne and Newbold', () => {
  const first = [1, 2, 1, 3, 2, 1, 2, 2];
  const second = [2, 2, 3, 3, 4, 2, 1, 3];
  const gaps = first.map((loss, i) => loss - second[i]!);
  const mean = gaps.reduce((a, b) => a + b) / 8;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / 8;
  const found = dieboldMariano(first, second)!;
  expect(found.statistic).toBeCloseTo((mean / Math.sqrt(variance / 8)) * Math.sqrt(7 / 8), 12);
  expect(found.p).toBeGreaterThan(0.03);
  expect(found.p).toBeLessThan(0.12);
  expect(dieboldMariano(second, first)!.statistic).toBeCloseTo(-found.statistic, 12);
  expect(dieboldMariano(first, first)).toBeNull();
  expect(dieboldMariano([1, 2], [2, 1])).toBeNull();
});

test('between equally good forecasts Diebold-Mariano rejects at 5 % about one time in twenty', () => {
  const random = seededRandom(8);
  let rejected = 0;
  for (let round = 0; round < 2000; round++) {
    const losses = () => Float64Array.from({ length: 30 }, () => (random() + random() + random() - 1.5) ** 2);
    if (dieboldMariano(losses(), losses())!.p < 0.05) rejected += 1;
  }
  expect(rejected / 2000).toBeGreaterThan(0.035);
  expect(rejected / 2000).toBeLessThan(0.065);
});

test('the conformal width is the promised order statistic, or nothing', () => {
  expect(conformalWidth([1, -2, 3, -4, 5, -6, 7, -8, 9], 90)).toBe(9);
  expect(conformalWidth([1, -2, 3, -4, 5, -6, 7, -8, 9], 50)).toBe(5);
  expect(conformalWidth([1, 2, 3], 90)).toBeNull();
  expect(() => conformalWidth([1], 0)).toThrow(RangeError);
});

test('conformal intervals cover new noise as often as they promise', async () => {
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
