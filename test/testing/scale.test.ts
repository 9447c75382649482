import { expect, test } from 'vitest';
import { runs, shareOf } from './scale.ts';

test('the long lane runs the full count, the heavy lane a twentieth, the usual lane one in 125', () => {
  const shares = (['long', 'heavy', 'usual'] as const).map((lane) => shareOf(10_000, { lane, factor: 1 }));
  expect(shares).toEqual([10_000, 500, 80]);
});

test('the usual lane runs the usual count, and the other lanes scale it up', () => {
  const counts = (['usual', 'heavy', 'long'] as const).map((lane) => runs(100, { lane, factor: 1 }));
  expect(counts).toEqual([100, 625, 12_500]);
});

test('a factor scales every count to at least one', () => {
  expect(shareOf(10_000, { lane: 'usual', factor: 0.5 })).toBe(40);
  expect(runs(100, { lane: 'heavy', factor: 2 })).toBe(1_250);
  expect(shareOf(3, { lane: 'usual', factor: 1 })).toBe(1);
  expect(runs(1, { lane: 'usual', factor: 0.01 })).toBe(1);
});
