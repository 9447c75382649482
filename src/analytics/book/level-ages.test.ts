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

const PRICES = 300;
const bidAt = (i: number): number => Number((99.8 - i / 1_000).toFixed(3));

/** Three hundred bids of 10 that stood before they were watched; the furthest 44 have no place. */
function crowded() {
  const one = watched(200);
  for (let i = 0; i < PRICES; i++) one.put('bid', bidAt(i), 10);
  one.watch(2);
  return one;
}

test('with more large levels than are watched, one without a place gets no age when a place becomes free', () => {
  const one = crowded();
  const last = bidAt(PRICES - 1);
  expect(one.since('bid', bidAt(0), 5)).toEqual({ since: null, watched: one.now() });
  expect(one.since('bid', last, 5)).toEqual({ since: null, watched: null, tooMany: 'levels' });
  one.put('bid', last, 10.2);
  expect(one.since('bid', last, 5)).toEqual({ since: null, watched: null, tooMany: 'levels' });
  one.put('bid', bidAt(0), 0);
  one.put('bid', last, 10.5);
  expect(one.since('bid', last, 5)).toEqual({ since: null, watched: one.now() });
  // A level of which it is known that it was small is new, if it has a place.
  one.put('bid', bidAt(0), 10);
  expect(one.since('bid', bidAt(0), 5)).toEqual({ since: null, watched: null, tooMany: 'levels' });
  one.put('bid', bidAt(0), 1);
  one.put('bid', bidAt(1), 0);
  one.put('bid', bidAt(0), 10);
  expect(one.since('bid', bidAt(0), 5)).toEqual({ since: one.now() });
});

test('a large level that the known range reaches without a change of its own gets no age', () => {
  const one = watched(2);
  one.book.known.from = 99.75;
  one.put('bid', 99.7, 10);
  one.book.known.from = 99.6;
  one.put('bid', 99.9, 2);
  const reached = one.now();
  one.put('bid', 99.7, 10.5);
  expect(one.since('bid', 99.7, 5)).toEqual({ since: null, watched: reached });
  one.put('bid', 99.65, 8);
  expect(one.since('bid', 99.65, 4)).toEqual({ since: one.now() });
});

test('of a level that grew in more steps than are kept, no dropped step gives an age', () => {
  const one = watched(2);
  const at = new Map<number, number>();
  for (let size = 3; size <= 100; size++) {
    one.put('bid', 99.8, size);
    at.set(size, one.now());
  }
  const held = Array.from(at, ([size, began]) => [one.since('bid', 99.8, size), began] as const);
  for (const [{ since }, began] of held) expect([began, null]).toContain(since);
  expect(held.filter(([{ since }]) => since !== null).length).toBeGreaterThan(20);
  const unknown = held.filter(([{ since }]) => since === null);
  expect(unknown.length).toBeGreaterThan(34);
  for (const [age] of unknown) expect(age).toMatchObject({ since: null, tooMany: 'sizes' });
  // A fall to a dropped size keeps its unknown time; a new rise has its own.
  const dropped = [...at.keys()].findLast((size) => one.since('bid', 99.8, size).since === null)!;
  one.put('bid', 99.8, dropped);
  expect(one.since('bid', 99.8, dropped)).toMatchObject({ since: null, tooMany: 'sizes' });
  one.put('bid', 99.8, 200);
  expect(one.since('bid', 99.8, 150)).toEqual({ since: one.now() });
});

test('no age is false, however many levels are large and wherever the known range ends', () => {
  let known = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const random = seededRandom(seed);
    const one = crowded();
    const began = one.now();
    for (let step = 0; step < 600; step++) {
      if (random() < 0.01) one.watch(1 + 3 * random());
      if (random() < 0.05) one.book.known.from = bidAt(200 + Math.floor(PRICES * random()));
      const price = bidAt(Math.floor(PRICES * random()));
      one.put('bid', price, random() < 0.4 ? 0 : Math.ceil(20 * random()));
      const { size } = one.past.at(-1)!;
      const { since } = one.since('bid', price, size / 2);
      if (size === 0 || since === null) continue;
      known++;
      const own = one.past.filter((row) => row.price === price);
      expect(since).toBe(own[own.findLastIndex((row) => row.size < size / 2) + 1]!.at);
      expect(since).toBeGreaterThan(began);
    }
  }
  expect(known).toBeGreaterThan(100);
});
