import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { adida, croston, imapa, sba, tsb } from './methods.ts';

const values = Float64Array.of(0, 0, 3, 0, 5, 0, 0, 4);

test('Croston and its correction by hand', () => {
  const size = 3 + 0.1 * 2 + 0.1 * (4 - 3.2);
  const gap = 3 + 0.1 * (2 - 3) + 0.1 * (3 - 2.9);
  expect(croston(values)).toBeCloseTo(size / gap, 12);
  expect(sba(values)).toBeCloseTo((size / gap) * 0.95, 12);
});

test('TSB fades when demand stops, Croston does not', () => {
  const stopped = Float64Array.of(...values, 0, 0, 0, 0, 0, 0);
  expect(tsb(stopped)).toBeLessThan(tsb(values));
  expect(croston(stopped)).toBe(croston(values));
});

test('a constant demand at every step is the rate', () =>
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 1e6, noNaN: true }), fc.integer({ min: 2, max: 40 }), (size, n) => {
      const steady = new Float64Array(n).fill(size);
      for (const rate of [croston, tsb, adida, imapa]) expect(rate(steady) / size).toBeCloseTo(1, 9);
    }),
  ));

test('a demand of 6 every third step is a rate of 2', () => {
  const regular = Float64Array.from({ length: 60 }, (_, t) => (t % 3 === 2 ? 6 : 0));
  for (const rate of [croston, adida]) expect(rate(regular)).toBeCloseTo(2, 9);
  // Finer aggregations of IMAPA are still affected by the last demand.
  expect(imapa(regular)).toBeGreaterThan(2);
  expect(imapa(regular)).toBeLessThan(3);
});

test('no demand at all is rate 0; negative demand and a request for intervals are refused', async () => {
  expect([croston, sba, tsb, adida, imapa].map((rate) => rate(new Float64Array(9)))).toEqual([0, 0, 0, 0, 0]);
  expect(createModel('croston').refusal({ values: [1, 0, -1] })?.code).toBe('TF_FORECAST_SIGN_REFUSED');
  const fitted = await createModel('croston').fit({ values });
  await expect(fitted.forecast(2, { levels: [80] })).rejects.toMatchObject({ code: 'TF_FORECAST_INTERVALS_MISSING' });
});
