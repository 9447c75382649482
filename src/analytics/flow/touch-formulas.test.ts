import fc from 'fast-check';
import { expect, test } from 'vitest';
import { touchOf } from '../book/index.ts';
import { bookA } from '../book/testing/book-a.ts';
import { effectiveSpreadBps, priceImpactBps, realisedSpreadBps } from './effective-spread.ts';
import { mid } from './mid.ts';
import { quotedSpreadBps, spreadBpsOfBid } from './spread.ts';
import { squareRootImpactBps } from './square-root-impact.ts';
import { microPriceAdjustments } from './stoikov-micro-price.ts';
import { close } from './testing/close.ts';
import { weightedMid } from './weighted-mid.ts';

const touch = touchOf(bookA())!;

test('worked example: book A', () => {
  close(mid(touch), 100.1);
  close(quotedSpreadBps(touch), 19.98002);
  close(spreadBpsOfBid(touch), 20);
  close(weightedMid(touch), 100.111111);
});

test('no spread without a positive price, and no weighted mid without both sizes', () => {
  expect(quotedSpreadBps({ bid: 0, ask: 0 })).toBeNull();
  expect(spreadBpsOfBid({ bid: 0, ask: 1 })).toBeNull();
  expect([weightedMid({ ...touch, bidSize: 0 }), weightedMid({ ...touch, askSize: 0 })]).toEqual([null, null]);
});

test('the weighted mid lies inside the touch and mirrors when the sides are swapped', () => {
  const size = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 1_000 }),
      size,
      size,
      (ticks, wide, bidSize, askSize) => {
        const [bid, ask] = [ticks / 100, (ticks + wide) / 100];
        const lean = weightedMid({ bid, bidSize, ask, askSize })!;
        expect(lean).toBeGreaterThanOrEqual(bid * (1 - 1e-12));
        expect(lean).toBeLessThanOrEqual(ask * (1 + 1e-12));
        close(lean + weightedMid({ bid, bidSize: askSize, ask, askSize: bidSize })!, bid + ask, 1e-9);
      },
    ),
  );
});

test('effective spread is realised spread plus price impact', () => {
  const trade = { side: 'buy', price: 100.2, mid: 100.1, later: 100.16 } as const;
  close(effectiveSpreadBps(trade), 19.98002);
  close(realisedSpreadBps(trade), 7.992008);
  close(priceImpactBps(trade), 11.988012);
  const price = fc.double({ min: 1, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(price, price, price, fc.constantFrom('buy' as const, 'sell' as const), (p, m, later, side) => {
      const one = { side, price: p, mid: m, later };
      const sum = realisedSpreadBps(one)! + priceImpactBps(one)!;
      expect(Math.abs(effectiveSpreadBps(one)! - sum)).toBeLessThan(1e-9 * (Math.abs(sum) + ((p + later) / m) * 1e5));
    }),
  );
  expect([
    effectiveSpreadBps({ ...trade, mid: 0 }),
    realisedSpreadBps({ ...trade, mid: 0 }),
    priceImpactBps({ ...trade, mid: 0 }),
  ]).toEqual([null, null, null]);
});

test('square-root impact', () => {
  close(squareRootImpactBps({ volatility: 0.03, size: 0.001, volume: 1 }), 9.4868, 1e-5);
  close(squareRootImpactBps({ volatility: 0.03, size: 0.001, volume: 1 }), 9.486832980505138, 1e-12);
  expect(squareRootImpactBps({ volatility: 0.03, size: 1, volume: 0 })).toBeNull();
});

const model = {
  quiet: [
    [0.5, 0.2],
    [0.2, 0.5],
  ],
  moves: [
    [0.25, 0.05],
    [0.05, 0.25],
  ],
  steps: [-0.5, 0.5],
  shifts: [
    [0.2, 0.1],
    [0.1, 0.2],
  ],
};

test("worked example: Stoikov's micro-price with two states", () => {
  const [low, high] = microPriceAdjustments(model)!;
  close(low!, -1 / 6, 1e-9);
  close(high!, 1 / 6, 1e-9);
});

test('a model that doesn’t converge, or whose sizes don’t match, has no micro-price', () => {
  expect(microPriceAdjustments({ ...model, steps: [0.5, 0.5] })).toBeNull();
  expect(microPriceAdjustments({ ...model, steps: [0.5] })).toBeNull();
  expect(microPriceAdjustments({ ...model, quiet: [[1]] })).toBeNull();
  const stuck = [
    [1, 0],
    [0, 1],
  ];
  expect(microPriceAdjustments({ ...model, quiet: stuck })).toBeNull();
});
