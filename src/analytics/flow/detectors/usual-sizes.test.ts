import { expect, test } from 'vitest';
import { createBook, loadSnapshot } from '../../book/index.ts';
import { leastUsual, newUsualSizes, observeSizes, usualAt } from './usual-sizes.ts';

const S = 1_000_000;

/** Levels a basis point apart around 10,000, with these sizes from the touch on. */
function bookOf(bids: readonly number[], asks: readonly number[]) {
  const book = createBook();
  const flat = (sizes: readonly number[], sign: number) =>
    Float64Array.from(sizes.flatMap((size, i) => [10_000 + sign * (i + 0.5), size]));
  loadSnapshot(book, flat(bids, -1), flat(asks, 1));
  return book;
}

test('the usual large size is the 90th percentile of both sides between half and twice the distance', () => {
  const usual = newUsualSizes();
  const rising = Array.from({ length: 40 }, (_, i) => i + 1);
  for (let i = 0; i < 6; i++) observeSizes(usual, bookOf(rising, rising), 10_000, i * 5 * S);
  // Classes are half an octave wide: 14.1–20 bps takes sizes from 7.1 to 40 bps, twice each of 8 to 40, so 8 + .9 × 32 or so.
  expect(usualAt(usual, 16)).toBeCloseTo(37, 9);
  expect(usualAt(usual, 2) ?? Number.NaN).toBeLessThan(usualAt(usual, 30) ?? Number.NaN);
  expect(leastUsual(usual)).toBe(usualAt(usual, 0));
});

test('one wall that rests in a thin band does not make its size usual', () => {
  const usual = newUsualSizes();
  const thin = [1, 1, 1, 1, 50, 1, 1, 1, 1, 1, 1, 1];
  for (let i = 0; i < 6; i++)
    observeSizes(
      usual,
      bookOf(
        thin,
        thin.map(() => 1),
      ),
      10_000,
      i * 5 * S,
    );
  expect(usualAt(usual, 4.5)).toBeCloseTo(1, 9);
});

test('nothing is usual in the first half minute, or in a book of a few levels', () => {
  const usual = newUsualSizes();
  for (let i = 0; i < 5; i++)
    observeSizes(
      usual,
      bookOf(
        Array.from({ length: 12 }, (_, rank) => rank + 1),
        [1, 1, 1],
      ),
      10_000,
      i * 5 * S,
    );
  expect(usualAt(usual, 4)).toBeNull();
  const few = newUsualSizes();
  for (let i = 0; i < 9; i++) observeSizes(few, bookOf([1, 2, 3], [1, 2]), 10_000, i * 5 * S);
  expect(usualAt(few, 2)).toBeNull();
  expect(leastUsual(few)).toBeNull();
});
