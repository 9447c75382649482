import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { stackedWeights } from './simplex.ts';

const column = fc
  .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 6, maxLength: 6 })
  .map((list) => Float64Array.from(list));

function loss(errors: readonly Float64Array[], weights: readonly number[], ridge: number): number {
  const total = errors.reduce((sum, error) => sum + error.reduce((own, value) => own + value * value, 0), 0) / errors.length;
  const joint = errors[0]!.map((_, t) => errors.reduce((sum, error, i) => sum + weights[i]! * error[t]!, 0));
  return (
    joint.reduce((sum, value) => sum + value * value, 0) / total + ridge * weights.reduce((sum, value) => sum + value * value, 0)
  );
}

test('weights are at least 0 and sum to 1; no shift between two members lowers the ridge objective', () =>
  fc.assert(
    fc.property(
      fc.array(column, { minLength: 2, maxLength: 4 }),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      (errors, ridge) => {
        fc.pre(errors.some((error) => error.some((value) => Math.abs(value) > 1e-3)));
        const weights = stackedWeights(errors, ridge);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
        const best = loss(errors, weights, ridge);
        for (const from of weights.keys()) {
          for (const to of weights.keys()) {
            const step = Math.min(0.01, weights[from]!);
            const moved = weights.map((weight, i) => weight - (i === from ? step : 0) + (i === to ? step : 0));
            expect(loss(errors, moved, ridge)).toBeGreaterThanOrEqual(best - 1e-9);
          }
        }
      },
    ),
  ));

test('without a ridge all weight goes to the member without errors; a large ridge makes weights equal', () => {
  const errors = [Float64Array.of(0, 0, 0), Float64Array.of(1, -1, 2), Float64Array.of(2, 2, -1)];
  expect(stackedWeights(errors, 1e-9)[0]).toBeCloseTo(1, 6);
  for (const weight of stackedWeights(errors, 1e6)) expect(weight).toBeCloseTo(1 / 3, 5);
});

test('on a line nearly all weight goes to the member that extrapolates lines', async () => {
  const values = Array.from({ length: 60 }, (_, t) => 10 + 3 * t + ((t * 7919) % 5) / 10);
  const fitted = await createModel('stacking', { members: ['NaiveMean', 'NaiveDrift'], ridge: 0 }).fit({ values });
  expect((fitted.params['weights'] as readonly number[]).at(-1)).toBeGreaterThan(0.95);
});
