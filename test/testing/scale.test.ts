import { expect, test } from 'vitest';
import { runs, shareOf } from './scale.ts';

test('a full count is run in the long lane, a twentieth of it in the heavy one, a hundred and twenty-fifth usually', () => {
  const shares = (['long', 'heavy', 'usual'] as const).map((lane) => shareOf(10_000, { lane, factor: 1 }));
  expect(shares).toEqual([10_000, 500, 80]);
});

test('a usual count is run usually, and grows likewise', () => {
  const counts = (['usual', 'heavy', 'long'] as const).map((lane) => runs(100, { lane, factor: 1 }));
  expect(counts).toEqual([100, 625, 12_500]);
});

test('a factor scales every count, and none falls to nothing', () => {
  expect(shareOf(10_000, { lane: 'usual', factor: 0.5 })).toBe(40);
  expect(runs(100, { lane: 'heavy', factor: 2 })).toBe(1_250);
  expect(shareOf(3, { lane: 'usual', factor: 1 })).toBe(1);
  expect(runs(1, { lane: 'usual', factor: 0.01 })).toBe(1);
});
