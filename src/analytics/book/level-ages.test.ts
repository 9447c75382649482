import { expect, test } from 'vitest';
import { seededRandom, type BookSide } from '../../core/index.ts';
import { applyLevel, createBook, type OrderBook } from './order-book.ts';
import { BAND_COUNT } from './bands.ts';
import { ageLevels, forgetAges, heldSizeSince, newLevelAges, watchLevels, type Thresholds } from './level-ages.ts';

const flat = (least: number, mid = 100): Thresholds => ({
  mid,
  bid: Array.from({ length: BAND_COUNT }, () => least),
  ask: Array.from({ length: BAND_COUNT }, () => least),
});

/** A book that is watched, and every size that each price ever had. */
function watched(least: number) {
  const book: OrderBook = createBook();
  const ages = newLevelAges();
  const past: { at: number; side: BookSide; price: number; size: number }[] = [];
  let at = 1_000;
  const one = {
    book,
    ages,
    past,
    now: () => at,
    put(side: BookSide, price: number, size: number) {
      at += 1;
      applyLevel(book, side, price, size);
      const levels = Float64Array.of(price, size);
      const none = new Float64Array();
      ageLevels(ages, book, side === 'bid' ? { bids: levels, asks: none } : { bids: none, asks: levels }, at);
      past.push({ at, side, price, size });
    },
    watch(next: number, mid?: number) {
      at += 1;
      watchLevels(ages, book, flat(next, mid), at);
    },
    since: (side: BookSide, price: number, size: number) => heldSizeSince(ages, side, price, size),
  };
  one.put('bid', 99.9, 1);
  one.put('ask', 100.1, 1);
  one.watch(least);
  return one;
}

test('a level stands since it last rose to the size asked about', () => {
  const one = watched(2);
  one.put('bid', 99.8, 3);
  const first = one.now();
  one.put('bid', 99.8, 10);
  const second = one.now();
  one.put('bid', 99.8, 8);
  expect(one.since('bid', 99.8, 4)).toEqual({ since: second });
  expect(one.since('bid', 99.8, 3)).toEqual({ since: first });
  one.put('bid', 99.8, 1.5);
  one.put('bid', 99.8, 9);
  expect(one.since('bid', 99.8, 4.5)).toEqual({ since: one.now() });
});

test('a level that stood before it was watched has no known age, until it was small once', () => {
  const one = watched(2);
  one.put('ask', 100.2, 1.9);
  one.watch(1);
  const seen = one.now();
  expect(one.since('ask', 100.2, 1.5)).toEqual({ since: null, watched: seen });
  one.put('ask', 100.2, 5);
  expect(one.since('ask', 100.2, 2.5)).toEqual({ since: one.now() });
  expect(one.since('ask', 100.2, 1.9)).toEqual({ since: null, watched: seen });
  one.put('ask', 100.2, 0);
  one.put('ask', 100.2, 5);
  expect(one.since('ask', 100.2, 1)).toEqual({ since: one.now() });
});

test('a lost book, and a level that enters the known range, begin without an age', () => {
  const one = watched(2);
  one.put('bid', 99.8, 10);
  forgetAges(one.ages);
  one.put('bid', 99.7, 10);
  expect(one.since('bid', 99.7, 5)).toEqual({ since: null, watched: null });
  one.watch(2);
  for (const price of [99.8, 99.7]) expect(one.since('bid', price, 5)).toEqual({ since: null, watched: one.now() });
  one.book.known.from = 99.75;
  one.put('bid', 99.9, 1);
  expect(one.since('bid', 99.7, 5)).toEqual({ since: null, watched: null });
  one.book.known.from = 99.6;
  one.put('bid', 99.65, 10);
  expect(one.since('bid', 99.65, 5)).toEqual({ since: null, watched: one.now() });
});

test('every known age is that of the recorded sizes, whatever the thresholds', () => {
  let known = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const random = seededRandom(seed);
    const one = watched(2);
    const began = one.now();
    for (let step = 0; step < 400; step++) {
      if (random() < 0.03) one.watch(1 + 3 * random(), 99.95 + 0.1 * random());
      const side = random() < 0.5 ? 'bid' : 'ask';
      one.put(
        side,
        side === 'bid' ? 99.9 - Math.floor(5 * random()) / 10 : 100.1 + Math.floor(5 * random()) / 10,
        Math.floor(8 * random()),
      );
      const { price, size } = one.past.at(-1)!;
      const held = one.since(side, price, size / 2);
      if (size === 0 || held.since === null) continue;
      known++;
      const own = one.past.filter((row) => row.side === side && row.price === price);
      const broken = own.findLastIndex((row) => row.size < size / 2);
      expect(held.since).toBe(own[broken + 1]!.at);
      expect(held.since).toBeGreaterThan(began);
    }
  }
  expect(known).toBeGreaterThan(500);
});
