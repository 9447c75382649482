import fc from 'fast-check';
import { expect, test } from 'vitest';

import { normals } from '../../series/testing/noise.ts';
import { conformalForecast, createModel } from '../index.ts';
import { adaptiveLevel, adaptiveScore, conformalScore, quantileScore } from './conformal.ts';

const options = { level: 90, gamma: 0.05, delay: 0 };

test('the score of a value is its distance outside the interval, negative inside', () => {
  expect(quantileScore(5, 1, 3)).toBe(2);
  expect(quantileScore(0, 1, 3)).toBe(1);
  expect(quantileScore(2, 1, 4)).toBe(-1);
});

test('the level goes down by γ·10 after a hit and up by γ·90 after a miss, by hand', () => {
  // Nine scores of 1 are needed for 90 %; the tenth and eleventh are hits, the twelfth a miss.
  const ones = Array.from({ length: 9 }, () => 1);
  expect(adaptiveLevel(ones, options)).toEqual({ level: 90, covered: null });
  expect(adaptiveLevel([...ones, 1], options).level).toBeCloseTo(89.5, 12);
  expect(adaptiveLevel([...ones, 1, 1], options).level).toBeCloseTo(89, 12);
  expect(adaptiveLevel([...ones, 1, 1, 2], options)).toEqual({ level: expect.closeTo(93.5, 9) as number, covered: 2 / 3 });
});

test('an outcome that isn’t known yet has no effect: with a delay, the last scores change no earlier interval', () =>
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 0, max: 5 }),
      (scores, delay) => {
        const known = adaptiveLevel(scores.slice(0, -1), { ...options, delay });
        const whole = adaptiveLevel(scores, { ...options, delay });
        // One more score moves the level by one hit or one miss.
        const step = whole.level - known.level;
        expect(Math.min(Math.abs(step + 0.5), Math.abs(step - 4.5))).toBeLessThan(1e-9);
      },
    ),
  ));

test('when noise grows threefold, adaptive intervals keep covering 90 % and split ones don’t', () => {
  const noise = normals(11);
  const scores = Array.from({ length: 3000 }, (_, t) => Math.abs(noise()) * (t < 1500 ? 1 : 3));
  expect(adaptiveLevel(scores, options).covered).toBeGreaterThan(0.88);
  expect(adaptiveLevel(scores, options).covered).toBeLessThan(0.92);
  let covered = 0;
  for (let t = 1500; t < 1900; t++) covered += Number(scores[t]! <= conformalScore(scores.slice(0, t), 90)!);
  expect(covered / 400).toBeLessThan(0.8);
});

test('too few scores give no width; gamma and level are checked', () => {
  expect(adaptiveScore([1, 2, 3], options)).toBeNull();
  expect(adaptiveScore([1, 2, 3, 4, 5, 6, 7, 8, 9], options)).toBe(9);
  expect(() => adaptiveLevel([1], { ...options, gamma: 0 })).toThrow(RangeError);
  expect(() => adaptiveLevel([1], { ...options, level: 100 })).toThrow(RangeError);
});

test.each(['split', 'cqr', 'adaptive'] as const)('%s intervals cover new noise at their nominal rate', async (method) => {
  const noise = normals(21);
  let covered = 0;
  for (let round = 0; round < 300; round++) {
    const values = Float64Array.from({ length: 101 }, () => noise() ** 3);
    const input = { values: values.slice(0, 100) };
    const path = (await conformalForecast(createModel('mean'), input, { horizon: 1, levels: [80], origins: 59, method }))!;
    if (values[100]! >= path.lower![0]![0]! && values[100]! <= path.upper![0]![0]!) covered += 1;
  }
  expect(covered / 300).toBeGreaterThan(0.74);
  expect(covered / 300).toBeLessThan(0.86);
});

test('conformalized quantile regression refuses a model without intervals', async () => {
  const values = [0, 2, 0, 0, 3, 0, 1, 0, 0, 4, 0, 2];
  await expect(
    conformalForecast(createModel('croston'), { values }, { horizon: 1, levels: [80], origins: 4, method: 'cqr' }),
  ).rejects.toMatchObject({ code: 'TF_FORECAST_INTERVALS_MISSING' });
});
