import { expect, test } from 'vitest';

import { normals } from '../series/testing/noise.ts';
import { createModel } from './index.ts';
import { HOSTILE } from './testing/hostile-shapes.ts';

const within = (path: Float64Array, low: number, high: number) =>
  path.forEach((value) => {
    expect(value).toBeGreaterThan(low);
    expect(value).toBeLessThan(high);
  });

test('AutoETS fits a long series whose start excludes the structures that suit its end', async () => {
  const noise = normals(2);
  const level = (t: number) => (t < 24 ? 1_000 * Math.exp(-t / 3) + 1 : 5);
  const values = Array.from(
    { length: 330 },
    (_, t) => level(t) * (1 + 0.5 * Math.sin((2 * Math.PI * t) / 12)) * Math.exp(0.1 * noise()),
  );
  const { mean } = await (await createModel('AutoETS').fit({ values, period: 12 })).forecast(12);
  within(mean, 1, 12);
});

test('Holt-Winters with a multiplicative season starts from indices of mean 1, so a year in one month fits', async () => {
  const values = HOSTILE['one month of everything']!;
  const { mean } = await (await createModel('hw-mul').fit({ values, period: 12 })).forecast(12);
  expect(mean[0]!).toBeGreaterThan(1);
  within(mean.slice(1), 0, 0.01);
});

test('intervals of multiplicative errors stay finite however far ahead', async () => {
  const fitted = await createModel('hw-mul').fit({ values: HOSTILE['an outlier at the end']!, period: 12 });
  const { upper } = await fitted.forecast(300, { levels: [95] });
  expect(upper![0]!.every(Number.isFinite)).toBe(true);
});

test('ARIMA repeats an exact season, which has no exact likelihood, and says so', async () => {
  const values = HOSTILE['an exact season']!;
  const fitted = await createModel('ARIMA').fit({ values, period: 12 });
  expect(fitted.notes).toEqual(['The series has no exact likelihood; conditional least squares are used instead.']);
  const { mean } = await fitted.forecast(12);
  mean.forEach((value, h) => expect(value).toBeCloseTo(values[h]!, 6));
});

test('AutoARIMA keeps changes of 0.001 at a level of 1e12', async () => {
  const values = HOSTILE['a level of 1e12 with changes of 0.001']!;
  const { mean } = await (await createModel('AutoARIMA').fit({ values })).forecast(6);
  within(mean, 1e12 - 0.01, 1e12 + 0.01);
});

test('VAR lowers its order until its path stays in range, and says so', async () => {
  const fitted = await createModel('VAR').fit({ values: HOSTILE['an outlier at the end']! });
  expect(fitted.notes![0]).toMatch(/no steady path, so it uses 0/);
  const zeros = await createModel('VAR').fit({ values: HOSTILE['zeros but for the last value']! });
  within((await zeros.forecast(5)).mean, -1, 1);
});

test.each([
  ['MAM', 'negative values', [1, 2, -1, 3, 2, 1, 4, 2]],
  ['MNN', 'zeros', [1, 2, 0, 3, 2, 1, 4, 2]],
])('the structure %s refuses %s by their sign', async (model, problem, values) => {
  const refusal = createModel('ETS', { model }).fit({ values });
  await expect(refusal).rejects.toMatchObject({ code: 'TF_FORECAST_SIGN_REFUSED', message: expect.stringContaining(problem) });
});
