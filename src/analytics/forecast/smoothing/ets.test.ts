import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';
import { readStructure, ADMISSIBLE } from './structure.ts';

const air = { values: AIR_PASSENGERS, period: 12 };

test('AutoETS finds a multiplicative season in AirPassengers, with a lower AICc than R’s 1400.638', async () => {
  const fitted = await createModel('autoets').fit(air);
  expect(fitted.params['structure']).toMatch(/^ETS\(M,A.*,M\)$/);
  expect(fitted.aicc).toBeLessThan(1400.638);
  const { mean } = await fitted.forecast(3);
  [441.8, 434.12, 496.63].forEach((value, h) => expect(Math.abs((mean[h] as number) / value - 1)).toBeLessThan(0.02));
});

test('simple exponential smoothing reaches R’s likelihood, level and bounds', async () => {
  const fitted = await createModel('SES', { season: 'ignore' }).fit(air);
  expect(fitted.loglik).toBeCloseTo(-863.8934, 2);
  expect(fitted.sigma2).toBeCloseTo(1144.46, 0);
  const { mean, lower } = await fitted.forecast(2, { levels: [0.8, 95] });
  expect(mean[0]).toBeCloseTo(432, 1);
  expect(lower?.[0]?.[0]).toBeCloseTo(388.64, 0);
  expect(lower?.[1]?.[0]).toBeCloseTo(365.69, 0);
});

test('Holt finds an exact line and extrapolates it', async () => {
  const values = Array.from({ length: 30 }, (_, t) => 10 + 3 * t);
  const { mean } = await (await createModel('Holt').fit({ values })).forecast(3);
  [100, 103, 106].forEach((value, h) => expect(mean[h]).toBeCloseTo(value, 3));
});

test('the season stays in phase if the ranking uses only recent values', async () => {
  const pattern = [3, -1, 4, -1, 5, -9, -1];
  const values = Array.from({ length: 501 }, (_, t) => 50 + (pattern[t % 7] as number) + Math.sin(t * t) / 10);
  const { mean } = await (await createModel('AutoETS').fit({ values, period: 7 })).forecast(7);
  mean.forEach((value, h) => expect(Math.abs(value - 50 - (pattern[(501 + h) % 7] as number))).toBeLessThan(0.5));
});

test('there are 15 admissible structures, and their names are parsed', () => {
  expect(ADMISSIBLE).toHaveLength(15);
  expect(readStructure('ETS(M, Ad, M)')).toEqual({ error: 'M', trend: 'Ad', season: 'M' });
  expect(readStructure('aan')).toEqual({ error: 'A', trend: 'A', season: 'N' });
  expect(readStructure('AMN')).toBeNull();
});
