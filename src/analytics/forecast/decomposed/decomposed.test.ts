import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';
import { readGoldens } from '../testing/golden.ts';
import { periodsOf } from './seasons.ts';

const goldens = readGoldens();
const rows = goldens?.fits.filter((fit) => fit.model === 'stlf') ?? [];

test.skipIf(goldens === null)('there are fits of R to compare with', () => expect(rows.length).toBeGreaterThan(0));

test.each(rows.map((row) => [row.series, row] as const))(
  '%s: STLF gives the path and bounds of R’s stlf, within a tenth of its first 95 %% interval',
  async (name, golden) => {
    const { x, freq } = goldens!.series.get(name)!;
    const fitted = await createModel('STLF').fit({ values: x, period: freq });
    const path = await fitted.forecast(golden.mean.length, { levels: [80, 95] });
    const width = golden.hi95[0]! - golden.lo95[0]!;
    // If the two searches choose different structures, the paths differ.
    if (!golden.method.includes(String(fitted.params['structure']).replace('ETS', ''))) return;
    path.mean.forEach((value, h) => expect(Math.abs(value - golden.mean[h]!) / width).toBeLessThan(0.1));
    path.lower![1]!.forEach((value, h) => expect(Math.abs(value - golden.lo95[h]!) / width).toBeLessThan(0.1));
  },
);

const hours = Array.from(
  { length: 24 * 7 * 6 },
  (_, t) => 100 + 10 * Math.sin((2 * Math.PI * t) / 24) + (t % 168 < 48 ? -20 : 0) + ((t * 7919) % 13) / 13,
);

test('in hourly data the week is found besides the day, and MSTL forecasts both', async () => {
  expect(periodsOf(Float64Array.from(hours), 24)).toEqual([24, 168]);
  const past = hours.slice(0, -168);
  const truth = hours.slice(-168);
  const error = async (name: string) => {
    const { mean } = await (await createModel(name).fit({ values: past, period: 24 })).forecast(168);
    return truth.reduce((sum, value, h) => sum + Math.abs(value - mean[h]!), 0) / 168;
  };
  expect(await error('MSTL')).toBeLessThan(1);
  expect(await error('STLF')).toBeGreaterThan(4);
});

test('a log scale follows a season that grows with the level, and is refused for values without a logarithm', async () => {
  const past = AIR_PASSENGERS.slice(0, -12);
  const truth = AIR_PASSENGERS.slice(-12);
  const error = async (options: Record<string, unknown>) => {
    const { mean } = await (await createModel('STLF', options).fit({ values: past, period: 12 })).forecast(12);
    return truth.reduce((sum, value, h) => sum + Math.abs(value - mean[h]!), 0) / 12;
  };
  expect(await error({ scale: 'log' })).toBeLessThan(await error({}));
  await expect(createModel('STLF', { scale: 'log' }).fit({ values: [0, ...past], period: 12 })).rejects.toMatchObject({
    code: 'TF_FORECAST_SIGN_REFUSED',
  });
});

test('a pure season is repeated', async () => {
  const values = Array.from({ length: 40 }, (_, t) => t % 8);
  const { mean } = await (await createModel('STLARIMA').fit({ values, period: 8 })).forecast(8);
  mean.forEach((value, h) => expect(value).toBeCloseTo(h, 6));
});

test('a period longer than half the series is refused', async () => {
  await expect(createModel('MSTL', { periods: [24, 600] }).fit({ values: hours, period: 24 })).rejects.toMatchObject({
    code: 'TF_FORECAST_SERIES_TOO_SHORT',
  });
});
