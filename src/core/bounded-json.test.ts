import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenBound, parseBounded } from './bounded-json.ts';

const MEGABYTE = { maxLength: 2 ** 20 };
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('texts that are refused before parsing', () => {
  test.each([
    [32, null],
    [33, 'it is nested deeper than 32 levels'],
    [500_000, 'it is nested deeper than 32 levels'],
  ])('%i levels: %s', (depth, broken) => expect(brokenBound(nested(depth), { maxLength: 2 ** 21 })).toBe(broken));

  test('objects count like lists', () => {
    expect(brokenBound(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, MEGABYTE)).toBe('it is nested deeper than 32 levels');
  });

  test('brackets and quotes inside strings are text', () => {
    expect(brokenBound(JSON.stringify(['['.repeat(100), '\\"[{'.repeat(100)]), MEGABYTE)).toBeNull();
    expect(brokenBound(`["\\\\",${nested(32)}]`, MEGABYTE)).toBe('it is nested deeper than 32 levels');
  });

  test('width is not depth', () => {
    expect(brokenBound(JSON.stringify(Array.from({ length: 50_000 }, () => ({ a: [1] }))), MEGABYTE)).toBeNull();
  });

  test('length and members', () => {
    expect(brokenBound('"12345"', { maxLength: 6 })).toBe('it has over 6 characters');
    expect(brokenBound('[1,2,3]', { maxLength: 10, maxItems: 3 })).toBeNull();
    expect(brokenBound('[1,2,3,4]', { maxLength: 10, maxItems: 3 })).toBe('it has over 3 members');
  });
});

// Quadratic work on this text would exceed the runner's time limit by minutes.
test('a string of escaped quotes that never closes is read once', () => {
  const text = `"${'\\"'.repeat(200_000)}`;
  expect(brokenBound(text, MEGABYTE)).toBeNull();
  expect(parseBounded(text, MEGABYTE)).toMatchObject({ ok: false, error: { reason: 'bad_json' } });
});

test('whatever JSON.parse takes within the limits is taken, with the same value', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      expect(parseBounded(text, MEGABYTE)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

test('the depth found is that of the parsed value', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      const depth = depthOf(JSON.parse(text));
      expect(brokenBound(text, { ...MEGABYTE, maxDepth: depth })).toBeNull();
      if (depth > 0) expect(brokenBound(text, { ...MEGABYTE, maxDepth: depth - 1 })).not.toBeNull();
    }),
  );
});
