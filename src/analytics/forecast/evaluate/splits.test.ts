import fc from 'fast-check';
import { expect, test } from 'vitest';

import { blockedWindows, combinatorialPurgedFolds, expandingWindows, purgedFolds, slidingWindows, walkForward } from './index.ts';

test('expanding and sliding windows by hand', () => {
  expect(expandingWindows({ length: 10, train: 4, horizon: 2 })).toEqual([
    { trainFrom: 0, trainTo: 4, testFrom: 4, testTo: 6 },
    { trainFrom: 0, trainTo: 6, testFrom: 6, testTo: 8 },
    { trainFrom: 0, trainTo: 8, testFrom: 8, testTo: 10 },
  ]);
  expect(slidingWindows({ length: 8, train: 3, horizon: 2, step: 3, gap: 1 })).toEqual([
    { trainFrom: 0, trainTo: 3, testFrom: 4, testTo: 6 },
  ]);
  expect(walkForward({ length: 150 })).toHaveLength(2);
  expect(blockedWindows({ length: 10, blocks: 2, horizon: 2 })).toEqual([
    { trainFrom: 0, trainTo: 3, testFrom: 3, testTo: 5 },
    { trainFrom: 5, trainTo: 8, testFrom: 8, testTo: 10 },
  ]);
  expect(expandingWindows({ length: 3, train: 4, horizon: 1 })).toEqual([]);
  expect(() => expandingWindows({ length: 9, train: 0, horizon: 1 })).toThrow(RangeError);
});

test('no window trains on its own future, or tests past the end', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 20 }),
      fc.nat(5),
      (length, train, horizon, gap) => {
        for (const split of [expandingWindows, slidingWindows]) {
          for (const { trainFrom, trainTo, testFrom, testTo } of split({ length, train, horizon, gap })) {
            expect(trainFrom).toBeLessThan(trainTo);
            expect(trainTo + gap).toBe(testFrom);
            expect(testTo).toBeLessThanOrEqual(length);
          }
        }
      },
    ),
  ));

test('purged folds test every value once and keep training away from it', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 120 }),
      fc.integer({ min: 2, max: 6 }),
      fc.nat(4),
      fc.nat(4),
      (length, folds, purge, embargo) => {
        const all = purgedFolds({ length, folds, purge, embargo });
        expect(all.flatMap(({ test: tested }) => tested).toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
        for (const { train, test: tested } of all) {
          const [first, last] = [tested[0]!, tested.at(-1)!];
          for (const i of train) expect(i < first - purge || i > last + embargo).toBe(true);
        }
      },
    ),
  ));

test('combinatorial folds are all combinations, and never train on tested values', () => {
  const all = combinatorialPurgedFolds({ length: 50, folds: 5, tested: 2, purge: 1, embargo: 1 });
  expect(all).toHaveLength(10);
  for (const { train, test: tested } of all) {
    expect(tested).toHaveLength(20);
    expect(train.filter((i) => tested.includes(i))).toEqual([]);
  }
  expect(() => combinatorialPurgedFolds({ length: 50, folds: 5, tested: 5 })).toThrow(RangeError);
});
