import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockTime, fromMillis, fromRfc3339, fromSeconds, toRfc3339 } from './time.ts';

/** The last microsecond that a float64 counts exactly. */
const LAST = Number.MAX_SAFE_INTEGER;

test('every time comes back from its text, and texts stand in the order of their times', () => {
  const time = fc.integer({ min: 0, max: LAST });
  fc.assert(
    fc.property(time, (at) => {
      expect(fromRfc3339(toRfc3339(at))).toBe(at);
    }),
  );
  // Whole milliseconds only, because their texts have equal length.
  const millis = fc.integer({ min: 0, max: Math.floor(LAST / 1_000) }).map((ms) => ms * 1_000);
  fc.assert(
    fc.property(millis, millis, (a, b) => {
      expect(toRfc3339(a) < toRfc3339(b)).toBe(a < b);
    }),
  );
});

test.each([
  [0, '1970-01-01T00:00:00.000Z'],
  [1_700_000_000_123_000, '2023-11-14T22:13:20.123Z'],
  [1_700_000_000_123_456, '2023-11-14T22:13:20.123456Z'],
  [1_700_000_000_000_001, '2023-11-14T22:13:20.000001Z'],
])('%d is %s', (at, text) => {
  expect(toRfc3339(at)).toBe(text);
});

test.each([-1, 1.5, Number.NaN, Infinity, 2 ** 53])('%d is no time', (at) => {
  expect(() => toRfc3339(at)).toThrow(RangeError);
});

describe('texts of others', () => {
  test.each([
    ['2023-11-14T22:13:20Z', 1_700_000_000_000_000],
    ['2023-11-14t22:13:20.1z', 1_700_000_000_100_000],
    ['2023-11-14 22:13:20.123456789Z', 1_700_000_000_123_456],
    ['2023-11-15T00:13:20+02:00', 1_700_000_000_000_000],
  ])('%s', (text, at) => {
    expect(fromRfc3339(text)).toBe(at);
  });

  test.each([
    '',
    'now',
    '2023-11-14',
    '2023-11-14T22:13:20',
    '2023-13-14T22:13:20Z',
    '2023-02-29T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2023-11-14T25:13:20Z',
    '1700000000',
  ])('"%s" is none', (text) => {
    expect(fromRfc3339(text)).toBeNull();
  });
});

test('milliseconds and seconds with a fraction', () => {
  expect(fromMillis(1_700_000_000_123)).toBe(1_700_000_000_123_000);
  expect(fromSeconds(1_700_000_000.123_457)).toBe(1_700_000_000_123_457);
});

test('a time of another day has its date', () => {
  const asOf = '2026-11-30T00:10:00.000Z';
  expect(clockTime('2026-11-30T00:09:58.123Z', asOf)).toBe('00:09:58');
  expect(clockTime('2026-11-29T23:59:58Z', asOf)).toBe('11-29 23:59:58');
});
