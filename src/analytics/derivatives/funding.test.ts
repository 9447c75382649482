import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fundingAprPercent, fundingIntervalHours } from './funding.ts';

const HOUR = 3_600_000_000;

test('a rate is annualised by its own interval', () => {
  expect(fundingAprPercent(0.000_1, 8)).toBe(10.95);
  expect(fundingAprPercent(0.000_012_5, 1)).toBe(10.95);
  expect(fundingAprPercent(-0.000_222_7, 8)).toBe(-24.385_65);
  expect(fundingAprPercent(0, 4)).toBe(0);
});

test('the same rate each hour is eight times that each eight hours', () => {
  fc.assert(
    fc.property(fc.double({ min: -0.03, max: 0.03, noNaN: true }), (rate) => {
      expect(fundingAprPercent(rate, 1)).toBeCloseTo(8 * fundingAprPercent(rate, 8), 9);
    }),
  );
});

test.each([
  [8 * HOUR + 10_000, 8],
  [4 * HOUR - 13_000, 4],
  [HOUR, 1],
  [8 * HOUR + 61_000_000, null],
  [0, null],
  [-8 * HOUR, null],
  [32 * HOUR, null],
])('%d µs after the one before is an interval of %j hours', (apart, hours) => {
  expect(fundingIntervalHours(1_600_128_000_000_000, 1_600_128_000_000_000 + apart)).toBe(hours);
});
