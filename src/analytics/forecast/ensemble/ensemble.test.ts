import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';
import { medianPath, weightedPath } from './combine.ts';

const air = { values: AIR_PASSENGERS, period: 12 };
const path = async (name: string, options = {}) => (await (await createModel(name, options).fit(air)).forecast(6)).mean;

test('EnsembleMean is the mean of its three members', async () => {
  const [ets, arima, theta, mean] = await Promise.all(
    ['AutoETS', 'AutoARIMA', 'Theta', 'EnsembleMean'].map((name) => path(name)),
  );
  mean!.forEach((value, h) => expect(value).toBeCloseTo((ets![h]! + arima![h]! + theta![h]!) / 3, 9));
});

test('bounds are combined like paths', async () => {
  const members = ['naive', 'drift'];
  const fitted = await createModel('EnsembleMean', { members }).fit(air);
  const { lower } = await fitted.forecast(3, { levels: [80] });
  const own = await Promise.all(members.map(async (name) => (await createModel(name).fit(air)).forecast(3, { levels: [80] })));
  lower![0]!.forEach((value, h) => expect(value).toBeCloseTo((own[0]!.lower![0]![h]! + own[1]!.lower![0]![h]!) / 2, 9));
});

test('EnsembleBest uses the member with the smallest recent error', async () => {
  const values = Array.from({ length: 60 }, (_, t) => 5 * t + (t % 2));
  const fitted = await createModel('EnsembleBest', { members: ['mean', 'naive', 'drift'] }).fit({ values });
  expect(fitted.params['members']).toBe('NaiveDrift');
  const weighted = await createModel('EnsembleWeighted', { members: ['mean', 'drift'] }).fit({ values });
  const [onMean, onDrift] = weighted.params['weights'] as number[];
  expect(onDrift).toBeGreaterThan(10 * onMean!);
});

test('a member that refuses is left out and named; if all refuse, the ensemble refuses', async () => {
  const values = [-3, 4, 1, -5, 6, 2, 1, 0, 4];
  const fitted = await createModel('EnsembleMean', { members: ['croston', 'naive'] }).fit({ values });
  expect(fitted.notes?.[0]).toMatch(/Croston can't take negative values/);
  await expect(createModel('EnsembleMean', { members: ['croston'] }).fit({ values })).rejects.toMatchObject({
    code: 'TF_FORECAST_ENSEMBLE_EMPTY',
  });
  expect(() => createModel('EnsembleMean', { members: ['crystal ball'] })).toThrow(/crystal ball/);
});

test('mean and median lie within their members', () =>
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 }), {
        minLength: 1,
        maxLength: 5,
      }),
      (members) => {
        const paths = members.map((member) => Float64Array.from(member));
        for (const combined of [
          medianPath(paths),
          weightedPath(
            paths,
            paths.map((_, i) => i + 1),
          ),
        ]) {
          combined.forEach((value, h) => {
            const at = paths.map((one) => one[h]!);
            expect(value).toBeGreaterThanOrEqual(Math.min(...at) - 1e-6);
            expect(value).toBeLessThanOrEqual(Math.max(...at) + 1e-6);
          });
        }
      },
    ),
  ));
