import type { Levels, Micros } from '../../core/index.ts';
import type { Touch } from '../book/index.ts';
import {
  addToWindow,
  advanceWindow,
  clearWindow,
  createRollingWindow,
  isComplete,
  windowFromJson,
  windowSum,
  windowToJson,
  type RollingWindow,
  type RollingWindowJson,
} from './rolling-window.ts';

/** Change of demand minus change of supply at one level, base currency; at a better price the whole size counts. */
function flowAt(
  [bid, bidSize, ask, askSize]: readonly number[],
  [nextBid, nextBidSize, nextAsk, nextAskSize]: readonly number[],
): number {
  const demand = (nextBid! >= bid! ? nextBidSize! : 0) - (nextBid! <= bid! ? bidSize! : 0);
  const supply = (nextAsk! <= ask! ? nextAskSize! : 0) - (nextAsk! >= ask! ? askSize! : 0);
  return demand - supply;
}

const flat = ({ bid, bidSize, ask, askSize }: Touch) => [bid, bidSize, ask, askSize];

/**
 * One step of order-flow imbalance at the touch, base currency (Cont, Kukanov & Stoikov 2014):
 * `1{Pb ≥ Pb'} qb − 1{Pb ≤ Pb'} qb' − 1{Pa ≤ Pa'} qa + 1{Pa ≥ Pa'} qa'`, primes are before the change. Positive values are buying pressure.
 */
export const ofiStep = (before: Touch, after: Touch): number => flowAt(flat(before), flat(after));

/** Order-flow imbalance over successive touches: the sum of its steps. Null with fewer than two touches. */
export function ofi(touches: readonly Touch[]): number | null {
  if (touches.length < 2) return null;
  return touches.slice(1).reduce((sum, touch, i) => sum + ofiStep(touches[i]!, touch), 0);
}

/** A book's best levels, flat, best first. */
export interface TopOfBook {
  readonly bids: Levels;
  readonly asks: Levels;
}

/**
 * One step of multi-level order-flow imbalance (Xu, Gould & Howison 2019): `ofiStep` at each of the best `levels` by rank, base
 * currency. Null if either book has fewer levels on a side, because a missing level is not a level of size 0.
 */
export function ofiLevelsStep(before: TopOfBook, after: TopOfBook, levels: number): number[] | null {
  if ([before, after].some(({ bids, asks }) => Math.min(bids.length, asks.length) < 2 * levels)) return null;
  const at = ({ bids, asks }: TopOfBook, i: number) => [bids[2 * i]!, bids[2 * i + 1]!, asks[2 * i]!, asks[2 * i + 1]!];
  return Array.from({ length: levels }, (_, i) => flowAt(at(before, i), at(after, i)));
}

/** Order-flow imbalance over a rolling window. The caller keeps it. */
export interface OfiWindow {
  last: Touch | null;
  window: RollingWindow;
}

export const createOfiWindow = (spanUs: Micros): OfiWindow => ({ last: null, window: createRollingWindow(spanUs, 1) });

/** Adds the touch after a change of the book. */
export function observeTouch(state: OfiWindow, touch: Touch, at: Micros): void {
  if (state.last === null) {
    state.window.since = at;
    advanceWindow(state.window, at);
  } else {
    const step = ofiStep(state.last, touch);
    if (step !== 0) addToWindow(state.window, at, [step]);
    else advanceWindow(state.window, at);
  }
  state.last = touch;
}

/** Call when the book was incomplete, because earlier and later touches can't be compared. */
export function breakOfi(state: OfiWindow): void {
  state.last = null;
  clearWindow(state.window);
}

/** The imbalance over the window that ends at `now`, base currency; null unless the book was complete throughout. */
export function ofiOver(state: OfiWindow, now: Micros): number | null {
  advanceWindow(state.window, now);
  return isComplete(state.window) ? windowSum(state.window, 0) : null;
}

export interface OfiWindowJson {
  readonly last: Touch | null;
  readonly window: RollingWindowJson;
}

export const ofiToJson = ({ last, window }: OfiWindow): OfiWindowJson => ({ last, window: windowToJson(window) });

export const ofiFromJson = ({ last, window }: OfiWindowJson): OfiWindow => ({ last, window: windowFromJson(window) });
