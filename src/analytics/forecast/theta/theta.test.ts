import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { unlimited } from '../meter.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';
import { fitThetaState } from './state-space.ts';
import { fitThetaLines, thetaPath } from './theta-lines.ts';

const air = { values: AIR_PASSENGERS, period: 12 };

test('the standard Theta gives R’s path for AirPassengers within 0.5 %', async () => {
  const { mean } = await (await createModel('Theta').fit(air)).forecast(3);
  [440.08, 428.38, 489.71].forEach((value, h) => expect(Math.abs((mean[h] as number) / value - 1)).toBeLessThan(0.005));
});

test.each(['Theta', 'FourTheta', 'OTM', 'DOTM', 'AutoTheta'])('%s follows trend and season of AirPassengers', async (name) => {
  const fitted = await createModel(name).fit({ values: AIR_PASSENGERS.slice(0, 132), period: 12 });
  const { mean, lower, upper } = await fitted.forecast(12, { levels: [95] });
  mean.forEach((value, h) => {
    expect(Math.abs(value / (AIR_PASSENGERS[132 + h] as number) - 1)).toBeLessThan(0.15);
    expect(lower?.[0]?.[h]).toBeLessThan(value);
    expect(upper?.[0]?.[h]).toBeGreaterThan(value);
  });
});

test('the Theta path is simple exponential smoothing with half the line’s drift', () =>
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 6, maxLength: 40 }), (values) => {
      const fit = fitThetaLines(Float64Array.from(values), unlimited())!;
      const path = thetaPath(fit, 5);
      for (let h = 1; h < 5; h++) expect(path[h]! - path[h - 1]!).toBeCloseTo(fit.slope / 2, 6);
    }),
    { seed: 7 },
  ));

test('an optimised theta fits no worse than theta 2, and stays in its bounds', () => {
  const values = Float64Array.from({ length: 40 }, (_, t) => 20 + 5 * Math.sin(t * t));
  const fit = fitThetaState(values, 'OTM', unlimited());
  expect(fit.theta).toBeGreaterThanOrEqual(1);
  expect(fit.sigma2).toBeLessThanOrEqual(fitThetaState(values, 'STM', unlimited()).sigma2 * (38 / 37) + 1e-6);
});

test('values that are never below 0 get no forecast below 0', async () => {
  const values = Array.from({ length: 30 }, (_, t) => Math.max(0, 90 - 5 * t));
  const { mean } = await (await createModel('theta').fit({ values })).forecast(20);
  expect(Math.min(...mean)).toBeGreaterThanOrEqual(0);
});

test('4Theta stays finite and at or above 0 for a positive series whose trend line will cross 0', async () => {
  const values = Array.from({ length: 40 }, (_, t) => 400 - 9.5 * t + 20 * Math.sin(t * 1.3) + 15);
  const { mean } = await (await createModel('FourTheta').fit({ values })).forecast(60);
  expect(Math.min(...mean)).toBeGreaterThanOrEqual(0);
});
