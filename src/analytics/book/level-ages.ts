import type { BookSide, Levels, Micros } from '../../core/index.ts';
import { bandOf } from './bands.ts';
import { isKnown, knownDepth } from './known-range.ts';
import { signOf, type OrderBook } from './order-book.ts';

/**
 * A large level's past sizes as a stack in one exact list, because objects need four times the memory: the least size that is watched,
 * when the level was first watched, then the time and size of each step. Sizes rise, and the level has held at least each size without
 * a break since its time. A first time of `BEFORE` means that it already held that size when it was first watched. `DROPPED` is the
 * time of a size that stands for smaller ones that were dropped.
 */
export type LevelAge = number[];

/** Ages of the large levels of a book. Plain data. */
export interface LevelAges {
  readonly levels: { readonly bid: Map<number, LevelAge>; readonly ask: Map<number, LevelAge> };
  /** Prices of the large levels that are not watched, because `LEVELS_WATCHED` others are. */
  readonly unwatched: { readonly bid: Map<number, true>; readonly ask: Map<number, true> };
  /** Known range at the last change: a level that enters it was there before. */
  readonly range: { from: number | null; to: number | null };
  /**
   * Fixed between two calls of `watchLevels`, so that every known level of at least `leastAt` is watched or in `unwatched`, and any
   * other was smaller before; null: none is watched.
   */
  thresholds: Thresholds | null;
}

/** Smallest watched size in each band of distance from a mid; null where walls are not judged. */
export interface Thresholds {
  readonly mid: number;
  readonly bid: readonly (number | null)[];
  readonly ask: readonly (number | null)[];
}

const BEFORE = 0;
const DROPPED = -1;
/** Places in a `LevelAge`. Nothing is known of sizes below the least. */
const LEAST = 0;
const WATCHED = 1;
const STEPS = 2;
/** Maximum levels watched per side, and maximum sizes of a level that are kept. */
export const LEVELS_WATCHED = 256;
const SIZES_MOST = 64;
const BPS = 10_000;
const SIDES = ['bid', 'ask'] as const;

export const newLevelAges = (): LevelAges => ({
  levels: { bid: new Map(), ask: new Map() },
  unwatched: { bid: new Map(), ask: new Map() },
  range: { from: null, to: null },
  thresholds: null,
});

/** Forgets every age: the book was lost, or replaced by a snapshot. Nothing is watched before the next `watchLevels`. */
export function forgetAges(ages: LevelAges): void {
  for (const prices of [ages.levels, ages.unwatched]) {
    prices.bid.clear();
    prices.ask.clear();
  }
  ages.thresholds = null;
}

/** Smallest size that is watched at a price; null if no wall can be there. */
function leastAt({ mid, ...least }: Thresholds, side: BookSide, price: number): number | null {
  const band = bandOf((((mid - price) * signOf(side)) / mid) * BPS);
  return band === null ? null : (least[side][band] ?? null);
}

const watchedFrom = (size: number, since: number, least: number, at: Micros): LevelAge => [least, at, since, size];

/** Place of the first step of at least a size; the end without one. */
function stepOf(age: LevelAge, size: number): number {
  let place = STEPS;
  while (place < age.length && age[place + 1]! < size) place += 2;
  return place;
}

/**
 * Records a size; use the list that it returns. Since the time of the lowest step that it undercuts, the level has held at least the
 * new size.
 */
function resize(age: LevelAge, size: number, at: Micros): LevelAge {
  const place = stepOf(age, size);
  if (place < age.length) {
    age[place + 1] = size;
    age.length = place + 2;
    return age;
  }
  // `push` would reserve room for sixteen more, and most levels have few steps.
  const grown = age.concat([at, size]);
  if (grown.length > STEPS + 2 * SIZES_MOST) dropClosest(grown);
  return grown;
}

/** Drops the step with the next size closest above it, which then stands for both: of neither is the time known. */
function dropClosest(age: LevelAge): void {
  const ratio = (place: number) => age[place + 3]! / age[place + 1]!;
  let place = STEPS + 2;
  for (let i = place; i + 3 < age.length; i += 2) if (ratio(i) < ratio(place)) place = i;
  age.splice(place, 2);
  age[place] = DROPPED;
}

/** Whether a price was inside the known range before the last change. */
function wasKnown({ range }: LevelAges, side: BookSide, price: number): boolean {
  const limit = side === 'bid' ? range.from : range.to;
  return limit === null || price * signOf(side) >= limit * signOf(side);
}

/** Drops levels that left the known range, because their later changes are not seen, and takes in levels that entered it. */
function followRange(ages: LevelAges, book: OrderBook, at: Micros): void {
  const { range } = ages;
  const { from, to } = book.known;
  const [movedFrom, movedTo] = [from !== range.from, to !== range.to];
  if (movedFrom) followSide(ages, book, 'bid', at);
  if (movedTo) followSide(ages, book, 'ask', at);
  range.from = from;
  range.to = to;
}

function followSide(ages: LevelAges, book: OrderBook, side: BookSide, at: Micros): void {
  for (const prices of [ages.levels[side], ages.unwatched[side]])
    for (const price of prices.keys()) if (!isKnown(book, side, price)) prices.delete(price);
  const { keys, count } = book[side];
  for (let i = count - knownDepth(book, side); i < count && !wasKnown(ages, side, keys[i]! * signOf(side)); i++)
    takeIn(ages, book, side, i, at);
}

/** Takes in a level of the book that is large and not watched: no earlier size of it is known. */
function takeIn({ levels, unwatched, thresholds }: LevelAges, book: OrderBook, side: BookSide, place: number, at: Micros): void {
  const own = levels[side];
  const price = book[side].keys[place]! * signOf(side);
  const size = book[side].sizes[place]!;
  const least = thresholds === null || own.has(price) ? null : leastAt(thresholds, side, price);
  if (least === null || size < least) return;
  if (own.size < LEVELS_WATCHED) own.set(price, watchedFrom(size, BEFORE, least, at));
  else unwatched[side].set(price, true);
}

/** Processes one update already applied to the book. */
export function ageLevels(
  ages: LevelAges,
  book: OrderBook,
  changed: Readonly<Record<'bids' | 'asks', Levels>>,
  at: Micros,
): void {
  if (ages.thresholds === null) return;
  for (const side of SIDES) {
    const levels = side === 'bid' ? changed.bids : changed.asks;
    for (let i = 0; i + 1 < levels.length; i += 2) ageLevel(ages, book, side, { price: levels[i]!, size: levels[i + 1]!, at });
  }
  followRange(ages, book, at);
}

interface Change {
  readonly price: number;
  readonly size: number;
  readonly at: Micros;
}

function ageLevel(ages: LevelAges, book: OrderBook, side: BookSide, { price, size, at }: Change): void {
  const own = ages.levels[side];
  const unwatched = ages.unwatched[side];
  const age = own.get(price);
  if (age !== undefined && size >= age[LEAST]!) {
    const grown = resize(age, size, at);
    if (grown !== age) own.set(price, grown);
    return;
  }
  const least = size === 0 || ages.thresholds === null ? null : leastAt(ages.thresholds, side, price);
  if (least === null || size < least) {
    own.delete(price);
    unwatched.delete(price);
  } else if (isKnown(book, side, price)) {
    if (age === undefined && own.size >= LEVELS_WATCHED) {
      unwatched.set(price, true);
      return;
    }
    // A level that falls below its former least size, was not watched, or enters the known range, was there before.
    const isNew = age === undefined && !unwatched.delete(price) && wasKnown(ages, side, price);
    own.set(price, watchedFrom(size, isNew ? at : BEFORE, least, at));
  }
}

/** Takes new thresholds, and begins to watch the levels that these make large, of which no earlier size is known. */
export function watchLevels(ages: LevelAges, book: OrderBook, thresholds: Thresholds, at: Micros): void {
  ages.thresholds = thresholds;
  followRange(ages, book, at);
  for (const side of SIDES) {
    const own = ages.levels[side];
    for (const price of own.keys()) if (leastAt(thresholds, side, price) === null) own.delete(price);
    ages.unwatched[side].clear();
    const { count } = book[side];
    const known = knownDepth(book, side);
    for (let i = count - 1; i >= count - known; i--) takeIn(ages, book, side, i, at);
  }
}

/**
 * Since when a level has held a size without a break. If that is unknown: when it was first watched, null if it is not, and
 * whether its side has too many large levels, or it too many sizes, to keep all.
 */
export type HeldSince =
  | { readonly since: Micros }
  | { readonly since: null; readonly watched: Micros | null; readonly tooMany?: 'levels' | 'sizes' };

/** Since when a level has held at least `size` without a break. */
export function heldSizeSince(ages: LevelAges, side: BookSide, price: number, size: number): HeldSince {
  const age = ages.levels[side].get(price);
  if (age === undefined)
    return { since: null, watched: null, ...(ages.unwatched[side].has(price) ? { tooMany: 'levels' } : null) };
  const place = stepOf(age, size);
  const since = age[place];
  const watched = age[WATCHED]!;
  if (since === DROPPED) return { since: null, watched, tooMany: 'sizes' };
  return since === undefined || since === BEFORE || (place === STEPS && size < age[LEAST]!)
    ? { since: null, watched }
    : { since };
}
