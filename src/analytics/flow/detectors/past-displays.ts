import { US_PER_MS, type BookSide, type Micros } from '../../../core/index.ts';
import type { OrderBook } from '../../book/index.ts';

/** What a price displayed before an update of the book; sizes in base currency. */
export interface PastDisplay {
  readonly price: number;
  /** Times of the update before and of this one; a print after the first, and no later than the second, is in it. */
  readonly from: Micros;
  readonly at: Micros;
  readonly shown: number;
  /** Size of the prints in it that arrived before it. */
  readonly taken: number;
  /** Whether a refill was counted in it; prints that arrive later can't be added to it. */
  readonly counted: boolean;
}

/** The best levels after the last update, best first: key (see `OrderBook`) and size of each in turn. */
export type TopLevels = readonly number[];

/** How much later than the book a print may arrive, because they arrive on separate streams. */
const ARRIVAL_US = 500 * US_PER_MS;
/** Levels remembered. A sweep of more levels is not matched to its later prints beyond them. */
const LEVELS = 10;
const NONE: readonly PastDisplay[] = [];

export function topLevels(book: OrderBook, side: BookSide): TopLevels {
  const { keys, sizes, count } = book[side];
  const top: number[] = [];
  for (let i = count - 1; i >= Math.max(0, count - LEVELS); i--) top.push(keys[i]!, sizes[i]!);
  return top;
}

interface Shown {
  readonly price: number;
  readonly shown: number;
}

/** The levels that an update may have executed: from the former best level to the best one that is left. */
export function hitLevels(before: TopLevels, book: OrderBook, side: BookSide): readonly Shown[] {
  const { keys, count } = book[side];
  const best = count === 0 ? -Infinity : keys[count - 1]!;
  const hit: Shown[] = [];
  for (let i = 0; i + 1 < before.length && before[i]! >= best; i += 2)
    hit.push({ price: side === 'bid' ? before[i]! : -before[i]!, shown: before[i + 1]! });
  return hit;
}

/** The displays that a print may still change at a time. */
export function recentDisplays(displays: readonly PastDisplay[], now: Micros): readonly PastDisplay[] {
  if (displays.length === 0 || displays[0]!.at >= now - ARRIVAL_US) return displays;
  const recent = displays.filter(({ at }) => at >= now - ARRIVAL_US);
  return recent.length === 0 ? NONE : recent;
}

/**
 * The display before the update that a late print is in, with the size of the prints since then that arrived in time. Null if it is not
 * remembered, or if a refill was counted since.
 */
export function displayBefore(
  displays: readonly PastDisplay[],
  price: number,
  at: Micros,
): Pick<PastDisplay, 'from' | 'shown' | 'taken'> | null {
  const since = displays.filter((past) => past.price === price && past.at >= at);
  const first = since[0];
  if (first === undefined || first.from >= at || since.some(({ counted }) => counted)) return null;
  return { from: first.from, shown: first.shown, taken: since.reduce((sum, { taken }) => sum + taken, 0) };
}
