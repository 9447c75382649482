import { expect, test } from 'vitest';
import { isNestedTooDeep } from './nesting.ts';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

test.each([
  [1, false],
  [65, false],
  [66, true],
  [500_000, true],
])('%i levels: %s', (depth, deep) => expect(isNestedTooDeep(nested(depth))).toBe(deep));

test('width is not depth', () => {
  expect(isNestedTooDeep(Array.from({ length: 100_000 }, () => ({ a: [1] })))).toBe(false);
  expect(isNestedTooDeep(undefined)).toBe(false);
});
