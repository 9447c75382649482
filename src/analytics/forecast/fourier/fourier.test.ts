import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import { createModel } from '../index.ts';

test('two cycles on a line are found and extrapolated', async () => {
  const at = (t: number) => 3 + 0.5 * t + 4 * Math.sin((2 * Math.PI * t) / 12) + 2 * Math.cos((2 * Math.PI * t) / 30 + 1);
  const values = Array.from({ length: 120 }, (_, t) => at(t));
  const fitted = await createModel('FFT', { frequencies: 2 }).fit({ values });
  expect(fitted.params['frequencies']).toEqual([10, 4]);
  const { mean } = await fitted.forecast(40);
  mean.forEach((value, h) => expect(value).toBeCloseTo(at(120 + h), 6));
});

test('with a period only full periods are used, so that the season falls on a frequency', async () => {
  const at = (t: number) => Math.sin((2 * Math.PI * t) / 7);
  const values = Array.from({ length: 75 }, (_, t) => at(t));
  const fitted = await createModel('FFT', { trend: 'none' }).fit({ values, period: 7 });
  expect(fitted.params['used']).toBe(70);
  const { mean } = await fitted.forecast(14);
  mean.forEach((value, h) => expect(value).toBeCloseTo(at(75 + h), 6));
});

test('hardly any frequency of white noise is kept', async () => {
  const random = seededRandom(5);
  let kept = 0;
  for (let round = 0; round < 200; round++) {
    const values = Array.from({ length: 100 }, () => random() + random() + random());
    kept += ((await createModel('FFT').fit({ values })).params['frequencies'] as readonly number[]).length;
  }
  expect(kept / 200).toBeLessThan(0.1);
});
