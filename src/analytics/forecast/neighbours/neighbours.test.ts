import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { rowsOf } from '../tabular/rows.ts';
import { fitNeighbours, predictNeighbours } from './neighbours.ts';

const rows = rowsOf([[0], [1], [4], [9]]);
const targets = Float64Array.of(10, 20, 40, 80);

test('two neighbours of 3 by hand: equal weights, and weights by nearness', () => {
  expect(predictNeighbours(fitNeighbours(rows, targets, { k: 2, weights: 'equal' }), Float64Array.of(3))).toBe(30);
  const near = predictNeighbours(fitNeighbours(rows, targets, { k: 2, weights: 'nearness' }), Float64Array.of(3));
  expect(near).toBeCloseTo((40 / 1 + 20 / 2) / 1.5, 12);
});

test('a stored row at distance 0 decides alone', () => {
  expect(predictNeighbours(fitNeighbours(rows, targets, { k: 3, weights: 'nearness' }), Float64Array.of(4))).toBe(40);
});

test('the nearest rows equal those from sorting all distances', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      (points, k) => {
        const values = Float64Array.from(points, (_, i) => i);
        const known = fitNeighbours(rowsOf(points), values, { k, weights: 'equal' });
        const byDistance = points
          .map(([x, y], i) => ({ i, distance: x ** 2 + y ** 2 }))
          .toSorted((a, b) => a.distance - b.distance || a.i - b.i)
          .slice(0, k);
        const mean = byDistance.reduce((sum, { i }) => sum + i, 0) / byDistance.length;
        expect(predictNeighbours(known, Float64Array.of(0, 0))).toBeCloseTo(mean, 12);
      },
    ),
    { seed: 5 },
  ));

test('a periodic series is continued', async () => {
  const shape = [3, 7, 1, 9, 4];
  const values = Array.from({ length: 60 }, (_, t) => shape[t % 5]!);
  const { mean } = await (await createModel('knn').fit({ values })).forecast(7);
  for (const [h, value] of mean.entries()) expect(value).toBeCloseTo(shape[h % 5]!, 9);
});
