import { expect, test } from 'vitest';
import { midChangeBps } from './mid-change.ts';

test('the worked example, no change, and a mid of zero', () => {
  expect(midChangeBps(100.1, 100.3)).toBeCloseTo(19.980_02, 5);
  expect(midChangeBps(100, 99)).toBe(-100);
  expect(midChangeBps(100.1, 100.1)).toBe(0);
  expect(midChangeBps(0, 100)).toBeNull();
});
