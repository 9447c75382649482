import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import { createModel, expandingWindows, rollForecasts } from '../index.ts';
import { fitVar, varDeviations, varPath } from './fit-var.ts';

/** A series that follows its companion by one step. */
function pair(length: number, seed: number) {
  const random = seededRandom(seed);
  const noise = () => random() + random() + random() - 1.5;
  const leader = new Float64Array(length);
  const follower = new Float64Array(length);
  for (let t = 1; t < length; t++) {
    leader[t] = 0.7 * leader[t - 1]! + noise();
    follower[t] = 0.3 * follower[t - 1]! + 0.9 * leader[t - 1]! + 0.3 * noise();
  }
  return { leader, follower };
}

test('the weights of a simulated system are found', () => {
  const { leader, follower } = pair(20_000, 3);
  const { weights } = fitVar([follower, leader], 1, 1)!;
  expect(weights[0]![0]![0]).toBeCloseTo(0.3, 1);
  expect(weights[0]![0]![1]).toBeCloseTo(0.9, 1);
  expect(weights[1]![0]![0]).toBeCloseTo(0, 1);
  expect(weights[1]![0]![1]).toBeCloseTo(0.7, 1);
});

test('two steps by hand: A·A·y, and Σ + AΣA′', () => {
  const fit = {
    lags: 1,
    intercepts: Float64Array.of(1, 0),
    weights: [[Float64Array.of(0.5, 0.2)], [Float64Array.of(0, 0.4)]],
    covariance: [Float64Array.of(2, 1), Float64Array.of(1, 3)],
    errors: new Float64Array(0),
    aicc: 0,
  };
  const path = varPath(fit, [Float64Array.of(10), Float64Array.of(5)], 2);
  expect(Array.from(path)).toEqual([7, 1 + 3.5 + 0.4]);
  const second = 2 + (0.25 * 2 + 2 * 0.5 * 0.2 * 1 + 0.04 * 3);
  expect(varDeviations(fit, 2)[0]).toBeCloseTo(Math.sqrt(2), 12);
  expect(varDeviations(fit, 2)[1]).toBeCloseTo(Math.sqrt(second), 12);
});

test('a leading companion series improves the forecast with its past alone', async () => {
  const { leader, follower } = pair(400, 9);
  const origins = expandingWindows({ length: 400, train: 200, horizon: 1, step: 4 });
  const error = async (covariates: readonly Float64Array[]) => {
    const rolled = await rollForecasts(createModel('VAR'), { values: follower, covariates }, origins);
    return rolled.reduce((sum, { actual, mean }) => sum + (actual[0]! - mean[0]!) ** 2, 0);
  };
  expect(await error([leader])).toBeLessThan(0.3 * (await error([])));
});

test('changing a companion after the origin doesn’t change the forecast', async () => {
  const { leader, follower } = pair(120, 4);
  const origins = expandingWindows({ length: 120, train: 100, horizon: 5 });
  const roll = (covariates: readonly Float64Array[]) =>
    rollForecasts(createModel('VAR'), { values: follower, covariates }, origins);
  const before = await roll([leader]);
  const [after] = await roll([leader.map((value, t) => (t >= 100 ? 99 : value))]);
  expect(after!.mean).toEqual(before[0]!.mean);
});

test('covariates without information are refused with a code', async () => {
  const { follower } = pair(60, 4);
  const code = 'TF_FORECAST_COVARIATES_REFUSED';
  const fit = (companion: Float64Array) => createModel('VAR').fit({ values: follower, covariates: [companion] });
  await expect(fit(new Float64Array(60).fill(3))).rejects.toMatchObject({ code });
  await expect(fit(follower.map((value) => 2 * value + 1))).rejects.toMatchObject({ code });
  await expect((await createModel('VAR').fit({ values: follower })).forecast(2, { future: [[1, 2]] })).rejects.toMatchObject({
    code,
  });
});
