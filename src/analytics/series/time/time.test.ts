import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fromRfc3339, toRfc3339 } from '../../../core/index.ts';
import { codeOf } from '../testing/code-of.ts';
import { fillGaps } from './fill.ts';
import { coverage, findGaps, fromGrid, inferStep, timeOfSlot, toGrid } from './grid.ts';
import { resample } from './resample.ts';
import { createSeries } from './series.ts';
import { addSteps, floorToStep, parseStep, stepsBetween, US_PER_DAY, US_PER_HOUR } from './step.ts';

const at = (text: string) => fromRfc3339(text)!;
const hour = parseStep('PT1H');
const month = parseStep('P1M');
test('durations are parsed, and durations without a fixed length are refused', () => {
  expect(hour).toEqual({ kind: 'fixed', micros: US_PER_HOUR });
  expect(parseStep('P1Y')).toEqual({ kind: 'months', months: 12 });
  expect(parseStep('P1W')).toEqual({ kind: 'fixed', micros: 7 * US_PER_DAY });
  expect(parseStep('PT0.5S')).toEqual({ kind: 'fixed', micros: 500_000 });
  for (const bad of ['', 'P', 'PT', 'P0D', '1h', 'P1M1D', 'PT-1H', 'P99999999999999999Y']) {
    expect(codeOf(() => parseStep(bad))).toBe('TF_SERIES_OPTION_INVALID');
  }
});

test('months keep the day of the start, or the last day of a shorter month', () => {
  const from = at('2024-01-31T00:00:00Z');
  expect([1, 2, 13].map((n) => toRfc3339(addSteps(from, month, n)).slice(0, 10))).toEqual([
    '2024-02-29',
    '2024-03-31',
    '2025-02-28',
  ]);
  expect(stepsBetween(from, at('2024-02-28T23:00:00Z'), month)).toBe(0);
  expect(stepsBetween(from, at('2024-02-29T00:00:00Z'), month)).toBe(1);
  expect(toRfc3339(floorToStep(at('2026-11-20T13:45:00Z'), parseStep('P1W'))).slice(0, 10)).toBe('2026-11-16');
});

test('counting steps and adding them agree', () => {
  const steps = fc.constantFrom('PT1S', 'PT5M', 'PT8H', 'P1D', 'P1W', 'P1M', 'P3M', 'P1Y').map(parseStep);
  const time = fc.integer({ min: 0, max: 4e15 });
  fc.assert(
    fc.property(steps, time, time, (step, from, to) => {
      const count = stepsBetween(from, to, step);
      expect(addSteps(from, step, count)).toBeLessThanOrEqual(to);
      expect(addSteps(from, step, count + 1)).toBeGreaterThan(to);
      const floor = floorToStep(to, step);
      expect(floor).toBeLessThanOrEqual(to);
      expect(floorToStep(floor, step)).toBe(floor);
    }),
  );
});

test('disorder, duplicates and NaN are refused, or handled by name and counted', () => {
  expect(codeOf(() => createSeries([2, 1], [1, 2]))).toBe('TF_SERIES_TIMES_INVALID');
  expect(codeOf(() => createSeries([1, 1], [1, 2]))).toBe('TF_SERIES_TIMES_INVALID');
  expect(codeOf(() => createSeries([1, 2.5], [1, 2]))).toBe('TF_SERIES_TIMES_INVALID');
  expect(codeOf(() => createSeries([1], [1, 2]))).toBe('TF_SERIES_TIMES_INVALID');
  expect(codeOf(() => createSeries([1, 2], [1, Number.NaN]))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => createSeries([1], [Number.NEGATIVE_INFINITY], { missing: 'drop' }))).toBe('TF_SERIES_NOT_FINITE');
  expect(codeOf(() => createSeries([1], [1e200]))).toBe('TF_SERIES_TOO_LARGE');
  const times = [3, 1, 2, 3, 4];
  const values = [30, 10, Number.NaN, 50, 60];
  const take = (duplicates: 'first' | 'last' | 'mean') =>
    createSeries(times, values, { order: 'sort', duplicates, missing: 'drop' });
  expect([...take('first').values]).toEqual([10, 30, 60]);
  expect([...take('last').values]).toEqual([10, 50, 60]);
  expect([...take('mean').values]).toEqual([10, 40, 60]);
  expect(take('mean').changed).toEqual({ moved: 3, merged: 1, dropped: 1 });
  expect([...createSeries([], []).values]).toEqual([]);
});

test('a gap stays a gap until a named filler is used', () => {
  const series = createSeries(
    [0, 1, 4, 5, 8].map((h) => h * US_PER_HOUR),
    [1, 2, 5, 6, 9],
  );
  expect(inferStep(series)).toEqual(hour);
  const grid = toGrid(series, hour);
  expect([...grid.values]).toEqual([1, 2, NaN, NaN, 5, 6, NaN, NaN, 9]);
  expect(findGaps(grid)).toEqual([
    { from: 2, length: 2 },
    { from: 6, length: 2 },
  ]);
  expect(coverage(grid)).toBeCloseTo(5 / 9, 12);
  expect([...fillGaps(grid, { by: 'linear' }).values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect([...fillGaps(grid, { by: 'previous' }).values]).toEqual([1, 2, 2, 2, 5, 6, 6, 6, 9]);
  expect([...fillGaps(grid, { by: 'zero' }).values]).toEqual([1, 2, 0, 0, 5, 6, 0, 0, 9]);
  expect([...fillGaps(grid, { by: 'seasonal', period: 2 }).values]).toEqual([1, 2, 1, 2, 5, 6, 5, 6, 9]);
  expect(fillGaps(grid, { by: 'previous' }, { longest: 1 }).left).toHaveLength(2);
  expect(fillGaps(grid, { by: 'seasonal', period: 5 }).left).toHaveLength(2);
});

test('a gap at the edge has no neighbour and is left', () => {
  const grid = { start: 0, step: hour, values: Float64Array.of(NaN, 1, NaN) };
  expect(fillGaps(grid, { by: 'linear' })).toMatchObject({ filled: [], left: [{ from: 0 }, { from: 2 }] });
  expect([...fillGaps(grid, { by: 'previous' }).values]).toEqual([NaN, 1, 1]);
});

test('times off the grid are refused, monthly ones are recognised', () => {
  const free = createSeries([0, US_PER_HOUR, 2.5 * US_PER_HOUR], [1, 2, 3]);
  expect(codeOf(() => toGrid(free, hour))).toBe('TF_SERIES_TIMES_INVALID');
  expect(inferStep(free)).toBeNull();
  const monthly = createSeries(
    [0, 1, 2, 4].map((n) => addSteps(at('2024-01-01T00:00:00Z'), month, n)),
    [1, 2, 3, 5],
  );
  expect(inferStep(monthly)).toEqual(month);
  expect(toGrid(monthly, month).values[3]).toBeNaN();
  expect(codeOf(() => toGrid(createSeries([0, 4e15], [1, 2]), parseStep('PT0.000001S')))).toBe('TF_SERIES_OPTION_INVALID');
});

const stepOf = (...dates: readonly string[]) => {
  const times = Float64Array.from(dates, (date) => at(`${date}T00:00:00Z`));
  return inferStep({ times, values: times });
};
const nextOf = (...dates: readonly string[]) => {
  const times = Float64Array.from(dates, (date) => at(`${date}T00:00:00Z`));
  const step = inferStep({ times, values: times })!;
  const grid = toGrid({ times, values: times }, step);
  return toRfc3339(timeOfSlot(grid, grid.values.length)).slice(0, 10);
};

test.each([
  ['2024-01-01', ['2021-01-01', '2022-01-01', '2023-01-01']],
  ['2024-10-01', ['2024-07-01', '2024-08-01', '2024-09-01']],
  ['2022-02-28', ['2021-11-30', '2021-12-31', '2022-01-31']],
  ['2019-04-30', ['2019-01-31', '2019-02-28', '2019-03-31']],
  ['2019-05-31', ['2019-02-28', '2019-03-31', '2019-04-30']],
  ['2024-12-31', ['2024-03-31', '2024-06-30', '2024-09-30']],
  ['2025-01-01', ['2024-04-01', '2024-07-01', '2024-10-01']],
  ['1982-09-01', ['1980-09-01', '1981-05-01', '1982-01-01']],
  ['2024-02-29', ['2021-02-28', '2022-02-28', '2023-02-28']],
  ['2024-05-30', ['2024-01-30', '2024-02-29', '2024-03-30', '2024-04-30']],
  ['2024-04-15', ['2024-01-15', '2024-02-15', '2024-03-15']],
  ['2024-03-02', ['2024-02-28', '2024-02-29', '2024-03-01']],
  ['2024-03-01', ['2024-02-27', '2024-02-28', '2024-02-29']],
  ['2024-02-05', ['2024-01-15', '2024-01-22', '2024-01-29']],
] as const)('calendar steps are counted in months: %s comes after %j', (next, dates) => {
  expect(nextOf(...dates)).toBe(next);
});

test('times of the calendar without a common number of months have no step', () => {
  expect(stepOf('2024-01-01', '2024-03-01', '2024-06-01')).toBeNull();
  expect(stepOf('2024-01-31', '2024-02-28', '2024-03-31')).toBeNull();
  expect(stepOf('2024-01-31', '2024-02-29')).toBeNull();
});

test('a resampled bucket follows its rule, and an empty bucket is a gap', () => {
  const series = createSeries(
    [10, 20, 30, 150].map((m) => m * 60_000_000),
    [4, 1, 3, 7],
  );
  const by = (rule: Parameters<typeof resample>[2]) => [...resample(series, hour, rule).values];
  expect(by('first')).toEqual([4, NaN, 7]);
  expect(by('last')).toEqual([3, NaN, 7]);
  expect(by('mean')).toEqual([8 / 3, NaN, 7]);
  expect(by('median')).toEqual([3, NaN, 7]);
  expect(by('sum')).toEqual([8, NaN, 7]);
  expect(by('min')).toEqual([1, NaN, 7]);
  expect(by('max')).toEqual([4, NaN, 7]);
  expect(by('count')).toEqual([3, 0, 1]);
  expect(resample(createSeries([], []), hour, 'sum').values).toHaveLength(0);
});

test('a grid converts to its series and back', () => {
  const values = fc
    .array(fc.option(fc.integer(), { nil: NaN }), { minLength: 1, maxLength: 50 })
    .filter((v) => v.some((x) => !Number.isNaN(x)));
  fc.assert(
    fc.property(values, fc.constantFrom(hour, month), (list, step) => {
      const first = list.findIndex((value) => !Number.isNaN(value));
      const last = list.findLastIndex((value) => !Number.isNaN(value));
      const grid = { start: 0, step, values: Float64Array.from(list) };
      const back = toGrid(fromGrid(grid), step);
      expect(back.start).toBe(timeOfSlot(grid, first));
      expect([...back.values]).toEqual(list.slice(first, last + 1));
    }),
  );
});
