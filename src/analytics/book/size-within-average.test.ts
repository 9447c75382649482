import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrice, fillOrder } from './fill-order.ts';
import { createBook, loadSnapshot } from './order-book.ts';
import { sizeWithinAverage } from './size-within-average.ts';
import { bookA } from './testing/book-a.ts';

test('book A: 4 at 100.2 pay for as much at 100.3 as their average of 100.25 allows', () => {
  // 4 × (100.25 − 100.2) = s × (100.3 − 100.25), so s = 4.
  expect(sizeWithinAverage(bookA(), 'buy', 100.25)).toBeCloseTo(8, 9);
  expect(sizeWithinAverage(bookA(), 'buy', 100.2)).toBeCloseTo(4, 9);
  expect(sizeWithinAverage(bookA(), 'buy', 100.19)).toBe(0);
  expect(sizeWithinAverage(bookA(), 'buy', 1_000)).toBeNull();
  expect(sizeWithinAverage(bookA(), 'sell', 100.01)).toBe(0);
});

const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 400 })), {
  minLength: 1,
  maxLength: 12,
});

test('filling the size costs the average on both sides, and any more costs more', () => {
  fc.assert(
    fc.property(
      levels,
      fc.constantFrom('buy' as const, 'sell' as const),
      fc.double({ min: 0, max: 0.02, noNaN: true }),
      (drawn, side, slip) => {
        const book = createBook();
        const sign = side === 'buy' ? 1 : -1;
        const rows = [...new Map(drawn)].flatMap(([ticks, size]) => [100 + (sign * ticks) / 100, size / 10]);
        loadSnapshot(book, Float64Array.from(side === 'sell' ? rows : []), Float64Array.from(side === 'buy' ? rows : []));
        const average = 100 * (1 + sign * slip);
        const size = sizeWithinAverage(book, side, average);
        const priceOf = (base: number) =>
          (averagePrice(fillOrder(book, { side, size: base, quote: null, limit: null })) ?? Number.NaN) * sign;
        const all = fillOrder(book, { side, size: 1e9, quote: null, limit: null }).base;
        if (size === null) {
          expect(priceOf(all)).toBeLessThanOrEqual(average * sign + 1e-9);
          return;
        }
        if (size > 0) expect(priceOf(size)).toBeCloseTo(average * sign, 7);
        expect(priceOf(size + 0.01)).toBeGreaterThan(average * sign);
      },
    ),
  );
});
