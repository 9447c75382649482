import { US_PER_MS, type BookSide, type Levels, type Micros } from '../../../core/index.ts';
import { bestAsk, bestBid, type OrderBook } from '../../book/index.ts';

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

/** How much later than the book a print may arrive, because they arrive on separate streams. */
const ARRIVAL_US = 500 * US_PER_MS;
/** Best levels remembered of a side. A sweep of more levels is not matched to its later prints beyond them. */
export const LEVELS = 10;
const NONE: readonly PastDisplay[] = [];

interface Shown {
  readonly price: number;
  readonly shown: number;
}

/** The levels that an update may have executed, of the best ones before it: up to the best one that is left. */
export function hitLevels(before: Levels, book: OrderBook, side: BookSide): readonly Shown[] {
  const sign = side === 'bid' ? 1 : -1;
  const best = (side === 'bid' ? bestBid(book) : bestAsk(book)) ?? -sign * Infinity;
  const hit: Shown[] = [];
  for (let i = 0; i + 1 < before.length && before[i]! * sign >= best * sign; i += 2)
    hit.push({ price: before[i]!, shown: before[i + 1]! });
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
