import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookA } from './testing/book-a.ts';
import { decayedDepth, decayedImbalance, depthTop, depthWithin, imbalanceTop, imbalanceWithin, restingWithin } from './depth.ts';
import { imbalance } from './imbalance.ts';
import { createBook, loadSnapshot } from './order-book.ts';
import { touchOf } from './touch.ts';

test('worked example: book A', () => {
  const book = bookA();
  expect(touchOf(book)).toEqual({ bid: 100, bidSize: 5, ask: 100.2, askSize: 4 });
  expect([depthTop(book, 'bid', 20), depthTop(book, 'ask', 20)]).toEqual([28, 30]);
  expect(imbalanceTop(book, 20)).toBeCloseTo(-0.034483, 6);
  expect(imbalanceTop(book, 1)).toBeCloseTo(0.111111, 6);
  expect(decayedDepth(book, 'bid', { halfLifeBps: 10 })).toBeCloseTo(9.381064, 6);
  expect(decayedDepth(book, 'ask', { halfLifeBps: 10 })).toBeCloseTo(8.881324, 6);
  expect(decayedImbalance(book)).toBeCloseTo(0.027364, 6);
});

test('depth within a distance of the mid', () => {
  const book = bookA();
  expect(depthWithin(book, 'bid', 20)).toBe(8);
  expect(depthWithin(book, 'ask', 20)).toBe(10);
  expect(imbalanceWithin(book, 20)).toBeCloseTo(-2 / 18, 12);
  expect(depthWithin(book, 'bid', 0)).toBe(0);
});

test('what rests within a distance is worth its sizes at their own prices', () => {
  const book = bookA();
  // Bids 5 at 100 and 3 at 99.9; asks 4 at 100.2 and 6 at 100.3.
  expect(restingWithin(book, 'bid', 20)?.quote).toBeCloseTo(799.7, 9);
  expect(restingWithin(book, 'ask', 20)?.quote).toBeCloseTo(1002.6, 9);
  expect(restingWithin(book, 'ask', 5)).toEqual({ base: 0, quote: 0 });
});

test('the worth lies between the size at the mid and the size at the edge', () =>
  fc.assert(
    fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.constantFrom('bid' as const, 'ask' as const), (bps, side) => {
      const found = restingWithin(bookA(), side, bps);
      expect(found).not.toBeNull();
      const edge = 100.1 * (1 + ((side === 'ask' ? 1 : -1) * bps) / 10_000);
      const [low, high] = [Math.min(100.1, edge), Math.max(100.1, edge)].map((price) => price * (found?.base ?? 0)) as [
        number,
        number,
      ];
      expect(found?.quote).toBeGreaterThanOrEqual(low - 1e-9);
      expect(found?.quote).toBeLessThanOrEqual(high + 1e-9);
    }),
  ));

test('depth beyond the known range is null', () => {
  const book = bookA();
  book.known = { from: 99.8, to: 100.4 };
  expect([depthTop(book, 'bid', 3), depthTop(book, 'bid', 4)]).toEqual([16, null]);
  expect([depthWithin(book, 'bid', 29), depthWithin(book, 'bid', 31)]).toEqual([8, null]);
  expect(imbalanceTop(book, 4)).toBeNull();
  expect(decayedDepth(book, 'ask')).toBeNull();
  expect(decayedDepth(book, 'ask', { halfLifeBps: 10, reachBps: 19 })).toBeGreaterThan(4);
});

test('an empty book has no depth at a distance, and no imbalance', () => {
  const book = createBook();
  expect([touchOf(book), depthWithin(book, 'bid', 10), decayedImbalance(book), imbalanceTop(book, 20)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  loadSnapshot(book, Float64Array.of(100, 1), Float64Array.of(), { depth: 5 });
  expect([imbalanceTop(book, 20), depthWithin(book, 'bid', 10)]).toEqual([1, null]);
});

test('imbalance lies in −1…1 and turns its sign with the sides', () => {
  const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(amount, amount, (bid, ask) => {
      const value = imbalance(bid, ask);
      if (value === null) expect(bid + ask).toBe(0);
      else {
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(imbalance(ask, bid)).toBeCloseTo(-value, 12);
      }
    }),
  );
});
