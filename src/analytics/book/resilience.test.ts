import { expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import { createLiquidityHistory, observeLiquidity } from './liquidity-history.ts';
import { applyLevel, createBook, loadSnapshot } from './order-book.ts';
import { resilienceOf } from './resilience.ts';

const EVERY_US = 10 * US_PER_SECOND;

/** A history of these ask sizes at one price, a sample every ten seconds; null: no sample. */
function historyOf(sizes: readonly (number | null)[], windowUs = 1_800 * US_PER_SECOND) {
  const history = createLiquidityHistory({ everyUs: EVERY_US, windowUs });
  const book = createBook();
  loadSnapshot(book, Float64Array.of(100, 1), Float64Array.of(100.02, 1), { depth: 20 });
  sizes.forEach((size, i) => {
    if (size === null) return;
    applyLevel(book, 'ask', 100.02, size);
    observeLiquidity(history, book, i * EVERY_US);
  });
  return history;
}

test('worked example: two falls, one of which comes back after 20 s', () => {
  const history = historyOf([10, 10, 4, 5, 8, 10, 2, 2]);
  expect(resilienceOf(history, 'ask', 10)).toEqual({ usual: 6.5, falls: 2, recovered: 1, medianSec: 20, samples: 8 });
});

test('a fall of less than half is none, and the other side has its own', () => {
  expect(resilienceOf(historyOf([10, 6, 10]), 'ask', 10)).toMatchObject({ falls: 0, recovered: 0, medianSec: null });
  expect(resilienceOf(historyOf([10, 1, 10]), 'bid', 10)).toMatchObject({ usual: 1, falls: 0 });
});

test('across a pause there is neither a fall nor a recovery', () => {
  expect(resilienceOf(historyOf([10, 4, null, null, 9]), 'ask', 10)).toMatchObject({ falls: 1, recovered: 0, medianSec: null });
  expect(resilienceOf(historyOf([10, null, null, 4, 9]), 'ask', 10)).toMatchObject({ falls: 0, recovered: 0 });
});

test('samples from before a long pause are outside the window', () => {
  const old = Array.from({ length: 100 }, () => 4);
  const pause = Array.from({ length: 2_160 }, () => null);
  expect(resilienceOf(historyOf([...old, ...pause, 1, 1, 1]), 'ask', 10)).toMatchObject({ usual: 1, falls: 0, samples: 3 });
});

test('only the samples of the window count', () =>
  expect(resilienceOf(historyOf([10, 1, 10, 10, 10], 30 * US_PER_SECOND), 'ask', 10)).toMatchObject({ falls: 0, samples: 3 }));

test('an empty history knows nothing', () =>
  expect(resilienceOf(historyOf([]), 'ask', 10)).toEqual({ usual: null, falls: 0, recovered: 0, medianSec: null, samples: 0 }));
