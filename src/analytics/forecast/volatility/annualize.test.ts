import { expect, test } from 'vitest';
import { annualizedPercent } from './annualize.ts';

const DAY = 86_400_000_000;

test('2 % a day is 38.2 % a year; a period of a year stays', () => {
  expect(annualizedPercent(2, DAY)).toBeCloseTo(38.209_946, 6);
  expect(annualizedPercent(38.2, 365 * DAY)).toBeCloseTo(38.2, 12);
  expect(annualizedPercent(0, DAY)).toBe(0);
});

test('four periods of a quarter of the length have twice the volatility of one', () =>
  expect(annualizedPercent(1, DAY / 4)).toBeCloseTo(2 * annualizedPercent(1, DAY), 12));
