import type { BookSide, Levels } from '../../core/index.ts';

/**
 * One side, sorted so that the best level is last: most changes are near the touch, so they move few numbers.
 * A key is the price for bids and minus the price for asks, so that keys of both sides ascend towards the best level.
 */
export interface Half {
  keys: Float64Array;
  sizes: Float64Array;
  count: number;
}

/**
 * A level-2 book; the caller keeps it. Prices in quote currency, sizes in base currency, both unchanged from the venue.
 *
 * `known`: the book has every bid at or above `from` and every ask at or below `to`; null means that the side is complete.
 * It may have levels beyond, but others there may be missing, because a snapshot has a limited number of levels.
 */
export interface OrderBook {
  readonly bid: Half;
  readonly ask: Half;
  known: { from: number | null; to: number | null };
}

const FIRST_CAPACITY = 64;

const createHalf = (): Half => ({ keys: new Float64Array(FIRST_CAPACITY), sizes: new Float64Array(FIRST_CAPACITY), count: 0 });

/** 1 for bids, −1 for asks: price × sign is the key, key × sign is the price. */
export const signOf = (side: BookSide): 1 | -1 => (side === 'bid' ? 1 : -1);

/** An empty book without a known range; load a snapshot before using it. */
export const createBook = (): OrderBook => ({ bid: createHalf(), ask: createHalf(), known: { from: null, to: null } });

/** Index of the first key at or above `key`, by galloping from the best end, then bisection. */
function locate(half: Half, key: number): number {
  const { keys, count } = half;
  let step = 1;
  let low = count - 1;
  while (low >= 0 && keys[low]! >= key) {
    low -= step;
    step *= 2;
  }
  let high = Math.min(count, low + step);
  low = Math.max(low + 1, 0);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function reserve(half: Half, capacity: number): void {
  if (capacity <= half.keys.length) return;
  // A book arrives complete and then grows by a few levels, so doubling would leave half of the capacity unused.
  const length = Math.max(capacity, Math.ceil(half.keys.length * 1.25));
  const keys = new Float64Array(length);
  const sizes = new Float64Array(length);
  keys.set(half.keys);
  sizes.set(half.sizes);
  half.keys = keys;
  half.sizes = sizes;
}

function insert(half: Half, at: number, key: number, size: number): void {
  reserve(half, half.count + 1);
  half.keys.copyWithin(at + 1, at, half.count);
  half.sizes.copyWithin(at + 1, at, half.count);
  half.keys[at] = key;
  half.sizes[at] = size;
  half.count += 1;
}

function remove(half: Half, at: number): void {
  half.keys.copyWithin(at, at + 1, half.count);
  half.sizes.copyWithin(at, at + 1, half.count);
  half.count -= 1;
}

/**
 * Sets the size resting at a price; 0 removes the level, if there is one.
 * Throws `RangeError` on a price that isn't finite or a size that is negative or not finite; decoders refuse these earlier.
 */
export function applyLevel(book: OrderBook, side: BookSide, price: number, size: number): void {
  if (!Number.isFinite(price) || !Number.isFinite(size) || size < 0) throw new RangeError(`not a level: ${price} × ${size}`);
  const half = book[side];
  const key = price * signOf(side);
  const at = locate(half, key);
  const present = at < half.count && half.keys[at] === key;
  if (size === 0) {
    if (present) remove(half, at);
  } else if (present) half.sizes[at] = size;
  else insert(half, at, key, size);
}

/** Applies changed levels in order; of several at one price, the last wins. */
export function applyLevels(book: OrderBook, side: BookSide, levels: Levels): void {
  for (let i = 0; i + 1 < levels.length; i += 2) applyLevel(book, side, levels[i]!, levels[i + 1]!);
}

/** Empties the book and resets its known range. */
export function clearBook(book: OrderBook): void {
  book.bid.count = 0;
  book.ask.count = 0;
  book.known = { from: null, to: null };
}

/** Fills an empty side from the last level to the first, which only appends if the levels are ordered best first, as expected. */
function fill(book: OrderBook, side: BookSide, levels: Levels): void {
  const sign = signOf(side);
  let ordered = true;
  for (let i = 2; i + 1 < levels.length && ordered; i += 2) ordered = levels[i]! * sign < levels[i - 2]! * sign;
  if (!ordered) return applyLevels(book, side, levels);
  reserve(book[side], levels.length / 2);
  for (let i = levels.length - 2; i >= 0; i -= 2) applyLevel(book, side, levels[i]!, levels[i + 1]!);
}

/** `depth`: maximum levels per side of the snapshot. A side with fewer is complete, so it has no limit. */
export interface SnapshotOptions {
  readonly depth?: number;
}

/**
 * Replaces the whole book. The known range becomes that of the snapshot: down to its worst bid, up to its worst ask.
 * A side with fewer levels than `depth`, or with none, is complete.
 */
export function loadSnapshot(book: OrderBook, bids: Levels, asks: Levels, options: SnapshotOptions = {}): void {
  const depth = options.depth ?? 1;
  clearBook(book);
  fill(book, 'bid', bids);
  fill(book, 'ask', asks);
  const cut = (levels: Levels) => levels.length > 0 && (options.depth === undefined || levels.length / 2 >= depth);
  book.known = { from: cut(bids) ? worst(book, 'bid') : null, to: cut(asks) ? worst(book, 'ask') : null };
}

const best = (half: Half, sign: 1 | -1): number | null => (half.count > 0 ? half.keys[half.count - 1]! * sign : null);

/** Price of the worst level; null on an empty side. */
export const worst = (book: OrderBook, side: BookSide): number | null =>
  book[side].count > 0 ? book[side].keys[0]! * signOf(side) : null;

/** Highest bid; null on an empty side. */
export const bestBid = (book: OrderBook): number | null => best(book.bid, 1);

/** Lowest ask; null on an empty side. */
export const bestAsk = (book: OrderBook): number | null => best(book.ask, -1);

/** Size resting at a price; 0 without a level. */
export function sizeAt(book: OrderBook, side: BookSide, price: number): number {
  const half = book[side];
  const key = price * signOf(side);
  const at = locate(half, key);
  return at < half.count && half.keys[at] === key ? half.sizes[at]! : 0;
}

/** Number of levels on a side. */
export const levelCount = (book: OrderBook, side: BookSide): number => book[side].count;

/** Calls `visit` with each level, best first, until it returns false. */
export function forEachLevel(
  book: OrderBook,
  side: BookSide,
  visit: (price: number, size: number, rank: number) => boolean | void,
): void {
  const { keys, sizes, count } = book[side];
  const sign = signOf(side);
  for (let i = count - 1; i >= 0; i--) if (visit(keys[i]! * sign, sizes[i]!, count - 1 - i) === false) return;
}

/** The best `n` levels, flat, best first; fewer if the side has fewer. */
export function topLevels(book: OrderBook, side: BookSide, n: number): Levels {
  const { keys, sizes, count } = book[side];
  const sign = signOf(side);
  const length = Math.max(0, Math.min(n, count));
  const levels = new Float64Array(length * 2);
  for (let i = 0; i < length; i++) {
    levels[2 * i] = keys[count - 1 - i]! * sign;
    levels[2 * i + 1] = sizes[count - 1 - i]!;
  }
  return levels;
}

/** `locked`: best bid equals best ask; `crossed`: it is above. An empty side is never crossed. */
export function isCrossed(book: OrderBook): 'no' | 'locked' | 'crossed' {
  const bid = bestBid(book);
  const ask = bestAsk(book);
  if (bid === null || ask === null || bid < ask) return 'no';
  return bid === ask ? 'locked' : 'crossed';
}

const copyHalf = ({ keys, sizes, count }: Half): Half => ({ keys: keys.slice(), sizes: sizes.slice(), count });

/** An independent copy. */
export const copyBook = (book: OrderBook): OrderBook => ({
  bid: copyHalf(book.bid),
  ask: copyHalf(book.ask),
  known: { ...book.known },
});
