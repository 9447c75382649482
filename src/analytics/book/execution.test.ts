import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookA } from './testing/book-a.ts';
import { walkBook } from './execution.ts';
import { createBook } from './order-book.ts';

test('worked example: buying 10 from book A', () => {
  const walk = walkBook(bookA(), 'buy', 10);
  expect(walk).toMatchObject({ filled: true, available: 10, worstPrice: 100.3 });
  expect(walk.avgPrice).toBeCloseTo(100.26, 9);
  expect(walk.slippageBpsMid).toBeCloseTo(15.984016, 5);
  expect(walk.slippageBpsTouch).toBeCloseTo(5.988024, 5);
});

test('a size past the known levels is not filled and has no price', () => {
  const book = bookA();
  const none = { filled: false, avgPrice: null, worstPrice: null, slippageBpsMid: null, slippageBpsTouch: null };
  expect(walkBook(book, 'sell', 28.1)).toEqual({ ...none, available: 28 });
  book.known = { from: 99.8, to: null };
  expect(walkBook(book, 'sell', 17)).toEqual({ ...none, available: 16 });
  expect(walkBook(book, 'sell', 16)).toMatchObject({ filled: true, worstPrice: 99.8 });
  expect(walkBook(createBook(), 'buy', 1)).toEqual({ ...none, available: 0 });
});

test.each([0, -1, Number.NaN, Infinity])('a size of %d is refused', (size) => {
  expect(() => walkBook(bookA(), 'buy', size)).toThrow(RangeError);
});

test('the average price is between the touch and the worst price, and a larger size costs no less', () => {
  const size = fc.integer({ min: 1, max: 28_000 }).map((lots) => lots / 1_000);
  fc.assert(
    fc.property(size, size, fc.constantFrom('buy' as const, 'sell' as const), (a, b, side) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((amount) => walkBook(bookA(), side, amount));
      expect(more!.slippageBpsMid! - less!.slippageBpsMid!).toBeGreaterThan(-1e-9);
      expect(less!.slippageBpsTouch!).toBeGreaterThan(-1e-9);
      const worstBps = Math.abs(more!.worstPrice! / 100.1 - 1) * 10_000;
      expect(more!.slippageBpsMid!).toBeLessThan(worstBps + 1e-9);
    }),
  );
});
