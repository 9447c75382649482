import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookRows, niceStep, stepFor } from './book-rows.ts';
import { createBook, loadSnapshot } from './order-book.ts';
import { codedSize, SIZE_UNKNOWN, sizeCode } from './size-code.ts';

const levels = (...rows: readonly (readonly [number, number])[]) => new Float64Array(rows.flat());

describe('size codes', () => {
  test('codes of 0, unknown and the extremes', () => {
    expect([sizeCode(0), codedSize(0), codedSize(SIZE_UNKNOWN)]).toEqual([0, 0, null]);
    expect([sizeCode(1e-30), sizeCode(1e-8), sizeCode(1e12), sizeCode(Infinity)]).toEqual([1, 1, 65_534, 65_534]);
    for (const bad of [-1, Number.NaN]) expect(() => sizeCode(bad)).toThrow(RangeError);
  });

  test('decoding is within 0.036 %, and codes never decrease with size', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 1e-8, max: 1e12, noNaN: true }),
        fc.double({ min: 1, max: 2, noNaN: true }),
        (size, factor) => {
          expect(Math.abs((codedSize(sizeCode(size)) ?? 0) / size - 1)).toBeLessThan(3.6e-4);
          expect(sizeCode(size * factor)).toBeGreaterThanOrEqual(sizeCode(size));
        },
      ),
    ));
});

test.each([
  [0.01, 0.01],
  [0.0101, 0.02],
  [0.3, 0.5],
  [0.84, 1],
  [6, 10],
  [1_500, 2_000],
])('the nice step from %d is %d', (least, step) => expect(niceStep(least)).toBe(step));

test.each([0, -1, Number.NaN, Infinity])('%d is not a step', (least) => expect(() => niceStep(least)).toThrow(RangeError));

describe('rows of a book', () => {
  const book = createBook();
  loadSnapshot(book, levels([100, 5], [99.9, 3], [99.8, 8]), levels([100.2, 4], [100.3, 6], [100.4, 1]), { depth: 3 });
  const rows = new Uint16Array(16);
  const sizes = (step: number, first: number) => {
    bookRows(book, step, first, rows, new Float64Array(16));
    return [...rows].map((code) => {
      const size = codedSize(code);
      return size === null ? null : Number(size.toPrecision(2));
    });
  };

  test('each size is in the row of its price, and prices outside the snapshot are unknown, not 0', () => {
    expect(sizes(0.1, 996)).toEqual([null, null, 8, 3, 5, 0, 4, 6, null, null, null, null, null, null, null, null]);
  });

  test('a wider row is the sum of its levels', () => {
    expect(sizes(0.2, 499).slice(0, 3)).toEqual([11, 5, 10]);
  });

  test('far from the price, all rows are unknown', () => {
    expect(sizes(0.1, 0).every((size) => size === null)).toBe(true);
    expect(sizes(0.1, 5_000).every((size) => size === null)).toBe(true);
  });

  test('the step covers the known range, is at least a tick and at most a basis point', () => {
    // Known to 0.3 on either side of 100.1, so 0.6 × 1.25 / 128 = 0.0059.
    expect(stepFor(book, 128, 0.001)).toBe(0.01);
    expect(stepFor(book, 16, 0.1)).toBe(0.1);
    expect(stepFor(book, 2, null)).toBe(0.02);
    expect(stepFor(createBook(), 128, 0.1)).toBeNull();
  });

  test('every level inside is in exactly one row', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 9_000, max: 9_999 }), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0.01, 0.02, 0.05, 0.1, 0.5),
        (ticks, step) => {
          const some = createBook();
          loadSnapshot(some, levels(...ticks.map((tick) => [tick / 100, 1] as const)), levels([100, 1]));
          some.known = { from: null, to: null };
          const all = new Uint16Array(2_000);
          bookRows(some, step, Math.floor(90 / step) - 1, all, new Float64Array(2_000));
          const total = [...all].reduce((sum, code) => sum + Math.round(codedSize(code) ?? 0), 0);
          const reach = (Math.floor(90 / step) + 1_999) * step;
          expect(total).toBe(ticks.length + (reach > 100 ? 1 : 0));
        },
      ),
    ));
});
