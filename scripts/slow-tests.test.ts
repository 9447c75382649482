import { expect, test } from 'vitest';
import { overBudget, SLOW_TESTS, unusedEntries } from './slow-tests.ts';

const TESTS = [
  { id: 'src/a.test.ts > quick', cpuSeconds: 0.1 },
  { id: 'src/a.test.ts > near the budget on a loaded machine', cpuSeconds: 2.9 },
  { id: 'src/a.test.ts > rows > of one', cpuSeconds: 4 },
  { id: 'src/a.test.ts > rows > of two', cpuSeconds: 5 },
  { id: 'src/b.test.ts > slow', cpuSeconds: 3.6 },
];

test('a test clearly above the budget is reported, unless an entry names it or the start of it', () => {
  expect(overBudget(TESTS, {}).map(({ id }) => id)).toEqual(TESTS.slice(2).map(({ id }) => id));
  expect(overBudget(TESTS, { 'src/a.test.ts > rows': 'why' }).map(({ id }) => id)).toEqual(['src/b.test.ts > slow']);
});

test('an entry that names no test is reported', () => {
  expect(unusedEntries(TESTS, { 'src/b.test.ts > slow': 'why', 'src/c.test.ts': 'gone' })).toEqual(['src/c.test.ts']);
});

test('every entry has a reason', () => {
  for (const [start, reason] of Object.entries(SLOW_TESTS)) expect(reason.length, start).toBeGreaterThan(20);
});
