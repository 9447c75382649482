import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalsOf, fromUnits, isAtScale, MAX_SCALE, pow10, scaleOf, toUnits, withoutNoise } from './scale.ts';

const scale = fc.integer({ min: 0, max: 12 });

test('units come back from their float, at every scale, up to fifteen digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 15), max: 10 ** 15 }), scale, (units, at) => {
      expect(toUnits(fromUnits(units, at), at)).toBe(units === 0 ? fromUnits(units, at) : units);
      // The result is exactly the float that the text parses to.
      const digits = String(Math.abs(units)).padStart(at + 1, '0');
      const text = `${units < 0 ? '-' : ''}${digits.slice(0, digits.length - at)}.${digits.slice(digits.length - at)}0`;
      expect(fromUnits(units, at)).toBe(Number(text));
    }),
  );
});

test('a value is at its own scale and all above it, not below', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 0, max: 6 }), (units, at) => {
      const value = fromUnits(units, at);
      const own = scaleOf(value) ?? Number.NaN;
      expect(own).toBeLessThanOrEqual(at);
      expect(isAtScale(value, own)).toBe(true);
      if (own > 0) expect(isAtScale(value, own - 1)).toBe(false);
    }),
  );
});

test.each([Number.NaN, Infinity, -Infinity, 2 ** 60, 0.1 + 0.2])('%d stands for nothing at scale 8', (value) => {
  expect(toUnits(value, 8)).toBeNull();
  expect(isAtScale(value, 8)).toBe(false);
});

test('numbers that no scale holds have none', () => {
  expect([Number.NaN, Infinity, 2 ** 60, 1e-16].map(scaleOf)).toEqual([null, null, null, null]);
  expect([0, 5, 0.5, 1e-15].map(scaleOf)).toEqual([0, 0, 1, MAX_SCALE]);
  expect(pow10(-1)).toBeNaN();
  expect(pow10(22)).toBe(1e22);
});

describe('decimals of a text', () => {
  test.each([
    ['12', 0],
    ['12.', 0],
    ['0.0100', 2],
    ['1.000', 0],
    ['-0.5', 1],
    ['1e5', null],
    ['', null],
    ['.5', null],
    ['0x1', null],
    ['NaN', null],
    ['1,5', null],
  ])('"%s"', (text, decimals) => {
    expect(decimalsOf(text)).toBe(decimals);
  });
});

test('a computed number loses its floating-point noise, and nothing else', () => {
  expect([(148.132 + 148.134) / 2, 0.1 + 0.2, 61_827.759_999_999_995].map(withoutNoise)).toEqual([148.133, 0.3, 61_827.76]);
  expect([0.000_012_345_678_9, 91_234.565, -3, 0].map(withoutNoise)).toEqual([0.000_012_345_678_9, 91_234.565, -3, 0]);
  expect(withoutNoise(null)).toBeNull();
});
