import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillOrder, type Fill, type MarketableOrder } from './fill-order.ts';
import { createBook } from './order-book.ts';
import { bookA } from './testing/book-a.ts';

const order = (asked: Partial<MarketableOrder>): MarketableOrder => ({
  side: 'buy',
  size: null,
  quote: null,
  limit: null,
  ...asked,
});

describe('book A', () => {
  test('buying 10 takes two whole levels, and shows the price that is left', () => {
    const fill = fillOrder(bookA(), order({ size: 10 }));
    expect(fill).toMatchObject({ base: 10, best: 100.2, worst: 100.3, levels: 2, outcome: 'filled' });
    expect(fill.quote).toBeCloseTo(1002.6, 9);
    expect(fill.next).toBe(100.4);
  });

  test('an amount in quote currency buys what that amount pays for', () => {
    const fill = fillOrder(bookA(), order({ quote: 1002.6 }));
    expect(fill.base).toBeCloseTo(10, 9);
    expect(fill.quote).toBeCloseTo(1002.6, 9);
    expect(fill.outcome).toBe('filled');
  });

  test('a limit stops at its price, also at a price without a level', () => {
    expect(fillOrder(bookA(), order({ size: 10, limit: 100.2 }))).toMatchObject({
      base: 4,
      worst: 100.2,
      next: 100.3,
      outcome: 'limit',
    });
    expect(fillOrder(bookA(), order({ size: 10, limit: 100.05 }))).toMatchObject({
      base: 0,
      best: null,
      worst: null,
      next: 100.2,
      outcome: 'limit',
    });
  });

  test('a size past the complete book is not filled; past the known book it is not known', () => {
    const book = bookA();
    expect(fillOrder(book, order({ side: 'sell', size: 28.1 }))).toMatchObject({ base: 28, next: null, outcome: 'empty' });
    book.known = { from: 99.8, to: null };
    expect(fillOrder(book, order({ side: 'sell', size: 17 }))).toMatchObject({ base: 16, outcome: 'unknown' });
    // Everything down to the limit is known.
    expect(fillOrder(book, order({ side: 'sell', size: 17, limit: 99.8 }))).toMatchObject({ base: 16, outcome: 'limit' });
    expect(fillOrder(createBook(), order({ size: 1 }))).toMatchObject({ base: 0, outcome: 'empty' });
  });
});

test.each([{ size: 1, quote: 1 }, {}, { size: 0 }, { size: Number.NaN }, { quote: -1 }, { size: 1, limit: Infinity }])(
  '%j is refused',
  (asked) => expect(() => fillOrder(bookA(), order(asked))).toThrow(RangeError),
);

test('a larger order pays no better price, and never a worse one than its last level', () => {
  const size = fc.integer({ min: 1, max: 28_000 }).map((lots) => lots / 1_000);
  fc.assert(
    fc.property(size, size, fc.constantFrom('buy' as const, 'sell' as const), (a, b, side) => {
      const sign = side === 'buy' ? 1 : -1;
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((amount) =>
        fillOrder(bookA(), order({ side, size: amount })),
      ) as [Fill, Fill];
      const average = ({ base, quote }: Fill) => quote / base;
      expect(sign * (average(more) - average(less))).toBeGreaterThan(-1e-9);
      expect(sign * (average(less) - (less.best ?? 0))).toBeGreaterThan(-1e-9);
      expect(sign * ((more.worst ?? 0) - average(more))).toBeGreaterThan(-1e-9);
    }),
  );
});
