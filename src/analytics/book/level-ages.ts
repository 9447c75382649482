import type { BookSide, Levels, Micros } from '../../core/index.ts';
import { bandOf } from './bands.ts';
import { isKnown, knownDepth } from './known-range.ts';
import { signOf, type OrderBook } from './order-book.ts';

/**
 * A large level's past sizes as a stack: sizes rise, and the level has held at least `sizes[i]` without a break since
 * `times[i]`. A first time of `BEFORE` means that it already held that size when it was first watched.
 */
export interface LevelAge {
  readonly times: number[];
  readonly sizes: number[];
  /** Smaller sizes are not watched, so nothing is known of them. */
  least: number;
  /** When it was first watched. */
  readonly watched: Micros;
}

/** Ages of the large levels of a book. Plain data. */
export interface LevelAges {
  readonly levels: { readonly bid: Map<number, LevelAge>; readonly ask: Map<number, LevelAge> };
  /** Known range at the last change: a level that enters it was there before. */
  readonly range: { from: number | null; to: number | null };
  /** Fixed between two calls of `watchLevels`, so that every level of at least `leastAt` is watched; null: none is. */
  thresholds: Thresholds | null;
}

/** Smallest watched size in each band of distance from a mid; null where walls are not judged. */
export interface Thresholds {
  readonly mid: number;
  readonly bid: readonly (number | null)[];
  readonly ask: readonly (number | null)[];
}

const BEFORE = 0;
/** Maximum levels watched per side, and maximum sizes of a level that are kept. */
const LEVELS_MOST = 256;
const SIZES_MOST = 64;
const BPS = 10_000;
const SIDES = ['bid', 'ask'] as const;

export const newLevelAges = (): LevelAges => ({
  levels: { bid: new Map(), ask: new Map() },
  range: { from: null, to: null },
  thresholds: null,
});

/** Forgets every age: the book was lost, or replaced by a snapshot. Nothing is watched before the next `watchLevels`. */
export function forgetAges(ages: LevelAges): void {
  ages.levels.bid.clear();
  ages.levels.ask.clear();
  ages.thresholds = null;
}

/** Smallest size that is watched at a price; null if no wall can be there. */
function leastAt({ mid, ...least }: Thresholds, side: BookSide, price: number): number | null {
  const band = bandOf((((mid - price) * signOf(side)) / mid) * BPS);
  return band === null ? null : (least[side][band] ?? null);
}

const watchedFrom = (size: number, since: number, least: number, at: Micros): LevelAge => ({
  times: [since],
  sizes: [size],
  least,
  watched: at,
});

/** Records a size. Since the time of each size that it undercuts, the level has held at least the new size. */
function resize({ times, sizes }: LevelAge, size: number, at: Micros): void {
  let since = at;
  while (sizes.length > 0 && sizes.at(-1)! >= size) {
    since = times.pop()!;
    sizes.pop();
  }
  times.push(since);
  sizes.push(size);
  if (sizes.length > SIZES_MOST) dropClosest(times, sizes);
}

/** Drops the size with the next one closest above it; a later age may then be too low by that step, never too high. */
function dropClosest(times: number[], sizes: number[]): void {
  let place = 1;
  for (let i = 1; i + 1 < sizes.length; i++) if (sizes[i + 1]! / sizes[i]! < sizes[place + 1]! / sizes[place]!) place = i;
  times.splice(place, 1);
  sizes.splice(place, 1);
}

/** Whether a price was inside the known range before the last change. */
function wasKnown({ range }: LevelAges, side: BookSide, price: number): boolean {
  const limit = side === 'bid' ? range.from : range.to;
  return limit === null || price * signOf(side) >= limit * signOf(side);
}

/** Drops the levels that left the known range, because their later changes are not seen. */
function dropUnknown(ages: LevelAges, book: OrderBook): void {
  const { from, to } = book.known;
  if (from !== ages.range.from)
    for (const price of ages.levels.bid.keys()) if (!isKnown(book, 'bid', price)) ages.levels.bid.delete(price);
  if (to !== ages.range.to)
    for (const price of ages.levels.ask.keys()) if (!isKnown(book, 'ask', price)) ages.levels.ask.delete(price);
  ages.range.from = from;
  ages.range.to = to;
}

/** Processes one update already applied to the book. */
export function ageLevels(
  ages: LevelAges,
  book: OrderBook,
  changed: Readonly<Record<'bids' | 'asks', Levels>>,
  at: Micros,
): void {
  const { thresholds } = ages;
  if (thresholds === null) return;
  for (const side of SIDES) {
    const levels = side === 'bid' ? changed.bids : changed.asks;
    const own = ages.levels[side];
    for (let i = 0; i + 1 < levels.length; i += 2) {
      const price = levels[i]!;
      const size = levels[i + 1]!;
      const age = own.get(price);
      if (age !== undefined && size >= age.least) {
        resize(age, size, at);
        continue;
      }
      const least = size === 0 ? null : leastAt(thresholds, side, price);
      const isWatched = least !== null && size >= least && (age !== undefined || own.size < LEVELS_MOST);
      if (!isWatched) own.delete(price);
      else if (isKnown(book, side, price)) {
        // A level that falls below its former least size, or enters the known range, was there before.
        const isNew = age === undefined && wasKnown(ages, side, price);
        own.set(price, watchedFrom(size, isNew ? at : BEFORE, least, at));
      }
    }
  }
  dropUnknown(ages, book);
}

/** Takes new thresholds, and begins to watch the levels that these make large, of which no earlier size is known. */
export function watchLevels(ages: LevelAges, book: OrderBook, thresholds: Thresholds, at: Micros): void {
  ages.thresholds = thresholds;
  dropUnknown(ages, book);
  for (const side of SIDES) {
    const own = ages.levels[side];
    for (const price of own.keys()) if (leastAt(thresholds, side, price) === null) own.delete(price);
    const known = knownDepth(book, side);
    const { keys, sizes, count } = book[side];
    for (let i = count - 1; i >= count - known; i--) {
      const price = keys[i]! * signOf(side);
      if (own.has(price) || own.size >= LEVELS_MOST) continue;
      const least = leastAt(thresholds, side, price);
      if (least !== null && sizes[i]! >= least) own.set(price, watchedFrom(sizes[i]!, BEFORE, least, at));
    }
  }
}

/** Since when a level has held a size without a break, or since when at least that is known. */
export type HeldSince = { readonly since: Micros } | { readonly since: null; readonly watched: Micros | null };

/** Since when a level has held at least `size` without a break. */
export function heldSizeSince(ages: LevelAges, side: BookSide, price: number, size: number): HeldSince {
  const age = ages.levels[side].get(price);
  if (age === undefined) return { since: null, watched: null };
  const place = age.sizes.findIndex((held) => held >= size);
  const since = age.times[place];
  return since === undefined || since === BEFORE || (place === 0 && size < age.least)
    ? { since: null, watched: age.watched }
    : { since };
}
