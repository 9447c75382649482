import { expect, test } from 'vitest';

import { gradeOf } from './grade.ts';

test.each([
  [0.99, 'A'],
  [1, 'B'],
  [2, 'C'],
  [5, 'D'],
] as const)('MAPE of %d %% is graded %s', (mape, letter) => {
  expect(gradeOf({ mape, direction: 0.5, risk: 1, againstNaive: 0.5 }).accuracy).toBe(letter);
});

test.each([
  [0.8, 'A'],
  [0.6, 'B'],
  [0.5, 'C'],
  [0.49, 'D'],
] as const)('a direction right in %d is graded %s', (direction, letter) => {
  expect(gradeOf({ mape: 1, direction, risk: 1, againstNaive: 0.5 }).direction).toBe(letter);
});

test.each([
  [{ mape: 0.5, direction: 0.95, risk: 1.2 }, 'S'],
  [{ mape: 0.5, direction: 0.85, risk: 1.2 }, 'A'],
  [{ mape: 1.5, direction: 0.85, risk: 1.2 }, 'A'],
  [{ mape: 1.5, direction: 0.65, risk: 1.7 }, 'B'],
  [{ mape: 4, direction: 0.55, risk: 2.5 }, 'C'],
  [{ mape: 9, direction: 0.4, risk: 5 }, 'D'],
  [{ mape: null, direction: null, risk: 1.2 }, 'A'],
] as const)('%j is %s overall', (parts, letter) => {
  expect(gradeOf({ ...parts, againstNaive: 0.9 }).overall).toBe(letter);
});

test('a forecast that isn’t better than the seasonal naive is graded F', () => {
  const best = { mape: 0.1, direction: 1, risk: 1 };
  expect(gradeOf({ ...best, againstNaive: 1 })).toMatchObject({ overall: 'F', accuracy: 'A' });
  expect(gradeOf({ ...best, againstNaive: null }).overall).toBe('F');
  expect(gradeOf({ ...best, againstNaive: 1.25 }).reason).toContain('1.250 times');
});
