import { expect, test } from 'vitest';
import type { MeasuredQuantities } from './spoof-quantities.ts';
import { compareWithUsual, newUsualWithdrawals } from './usual-withdrawals.ts';

const S = 1_000_000;
type Numbers = { readonly [name in keyof MeasuredQuantities]: number };
const NAMES: readonly (keyof MeasuredQuantities)[] = [
  'times',
  'total',
  'layers',
  'life',
  'similar',
  'front',
  'distance',
  'bornSeconds',
];
const measured = (over: Partial<Numbers>): MeasuredQuantities =>
  ({ ...Object.fromEntries(NAMES.map((name) => [name, 0])), ...over }) as MeasuredQuantities;

test('in an unknown market a quantity is compared with the usual of all markets', () => {
  const seen = compareWithUsual(newUsualWithdrawals(), measured({ life: 1.1 + 1.2, front: 2.2 }), S);
  expect(seen.unusualLife).toBeCloseTo(1, 12);
  expect(seen.unusualFront).toBeCloseTo(0, 12);
});

test('worked example: after ten withdrawals of two deviations, mean and variance are of thirty, twenty of them unknown', () => {
  const usual = newUsualWithdrawals();
  for (let i = 0; i < 10; i++) compareWithUsual(usual, measured({ life: 1.1 + 2 * 1.2 }), S);
  const mean = 20 / 30;
  const variance = (10 * 4 + 20) / 30 - mean ** 2;
  const seen = compareWithUsual(usual, measured({ life: 1.1 + 3 * 1.2 }), S);
  expect(seen.unusualLife).toBeCloseTo((3 - mean) / Math.sqrt(variance), 12);
});

test('after half an hour a withdrawal counts 1 / e, and what is beyond 8 deviations counts as 8', () => {
  const usual = newUsualWithdrawals();
  compareWithUsual(usual, measured({ life: 1.1 + 1.2 }), S);
  compareWithUsual(usual, measured({ life: 1.1 }), 1_801 * S);
  expect(usual.weight).toBeCloseTo(1 + Math.exp(-1), 12);
  expect(usual.sums[3]).toBeCloseTo(Math.exp(-1), 12);
  expect(compareWithUsual(usual, measured({ life: 100 }), 1_801 * S).unusualLife).toBe(8);
});

test('a market of large walls makes a large wall usual', () => {
  const usual = newUsualWithdrawals();
  const first = compareWithUsual(usual, measured({ times: 3 }), S).unusualTimes;
  for (let i = 0; i < 50; i++) compareWithUsual(usual, measured({ times: 2.6 + (i % 5) / 5 }), (2 + i) * S);
  const later = compareWithUsual(usual, measured({ times: 3 }), 60 * S).unusualTimes;
  expect(first).toBeGreaterThan(3);
  expect(later).toBeLessThan(1.5);
});
