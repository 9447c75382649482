import { US_PER_SECOND, type Micros } from '../../../core/index.ts';

/** How long liquidations are kept, µs: one day. */
const KEPT_US = 86_400 * US_PER_SECOND;
/** Maximum liquidations kept: over an hour of a stream that sends one a second. */
export const LIQUIDATIONS_MOST = 5_000;
/** Maximum times without the stream that are kept. */
const MISSED_MOST = 64;
/** A larger step back of our clock is a correction. */
const BACK_US = 2 * US_PER_SECOND;

export type ClosedSide = 'long' | 'short';

/** One liquidation. Time by our clock; base and quote currency, NaN if unknown. */
export interface Liquidated {
  readonly at: Micros;
  readonly side: ClosedSide;
  readonly base: number;
  readonly quote: number;
}

/** A time in which liquidations may be missing, by our clock. */
export interface Missed {
  readonly from: Micros;
  readonly to: Micros;
}

/** The liquidations of a day, oldest first, and the times that they cover. Plain data; times by our clock. */
export interface LiquidationStore {
  /** Latest time by our clock. It moves back only if that clock was set back; all other times then move with it. */
  now: Micros;
  /** Since when they are recorded; null before the stream was first in order. */
  since: Micros | null;
  /** Time up to which the stream was heard. */
  heardTo: Micros | null;
  /** Whether the stream is in order. */
  inOrder: boolean;
  missed: Missed[];
  /** Time, side (1: long, −1: short), base, quote of each; spare room at the end. */
  rows: Float64Array;
  count: number;
}

const WIDTH = 4;
const GROWTH = 1.5;

export const newLiquidationStore = (): LiquidationStore => ({
  now: 0,
  since: null,
  heardTo: null,
  inOrder: false,
  missed: [],
  rows: new Float64Array(),
  count: 0,
});

function dropOldest(store: LiquidationStore, dropped: number): void {
  store.rows.copyWithin(0, dropped * WIDTH, store.count * WIDTH);
  store.count -= dropped;
}

const timeAt = ({ rows }: LiquidationStore, i: number): Micros => rows[i * WIDTH]!;

/** Drops what is older than a day. */
function forgetOld(store: LiquidationStore, now: Micros): void {
  const from = now - KEPT_US;
  if (store.since !== null && store.since < from) store.since = from;
  let old = 0;
  while (old < store.count && timeAt(store, old) < from) old++;
  if (old > 0) dropOldest(store, old);
  while (store.missed[0] !== undefined && store.missed[0].to < from) store.missed.shift();
}

/**
 * Advances our time. If our clock was set back, all times move back with it: those before and after would overlap
 * otherwise, and a jump forward that was reversed would hide the present.
 */
export function followClock(store: LiquidationStore, now: Micros): void {
  const by = now - store.now;
  store.now = by < -BACK_US ? now : Math.max(store.now, now);
  if (by >= -BACK_US) return;
  store.since = store.since && store.since + by;
  store.heardTo = store.heardTo && store.heardTo + by;
  store.missed = store.missed.map(({ from, to }) => ({ from: from + by, to: to + by }));
  for (let i = 0; i < store.count; i++) store.rows[i * WIDTH] = timeAt(store, i) + by;
}

/** The liquidations as of `now`: a copy if our clock was set back since the last event. */
export function liquidationsAt(store: LiquidationStore, now: Micros): LiquidationStore {
  if (now >= store.now - BACK_US) return store;
  const moved = structuredClone(store);
  followClock(moved, now);
  return moved;
}

/** Adds a liquidation. If the store is full, the oldest is dropped and the covered time begins after it. */
export function addLiquidation(store: LiquidationStore, { at, side, base, quote }: Liquidated): void {
  if (store.count === LIQUIDATIONS_MOST) {
    store.since = Math.max(store.since ?? 0, timeAt(store, 0) + 1);
    dropOldest(store, 1);
  }
  const used = store.count * WIDTH;
  if (used + WIDTH > store.rows.length) {
    const room = Math.min(LIQUIDATIONS_MOST, Math.ceil((store.count + 1) * GROWTH));
    const grown = new Float64Array(room * WIDTH);
    grown.set(store.rows.subarray(0, used));
    store.rows = grown;
  }
  // Messages may come out of order.
  let place = store.count;
  while (place > 0 && timeAt(store, place - 1) > at) place--;
  store.rows.copyWithin((place + 1) * WIDTH, place * WIDTH, used);
  store.rows.set([at, side === 'long' ? 1 : -1, base, quote], place * WIDTH);
  store.count++;
}

/** Records that the stream may have missed messages from `heardTo` on. */
export function loseLiquidations(store: LiquidationStore): void {
  store.inOrder = false;
}

/**
 * Records that the stream is in order and its connection brought a message at `aliveAt`. A silence of over `mostUs` counts as
 * missed, because a live connection sends each second.
 */
export function hearLiquidations(store: LiquidationStore, aliveAt: Micros, mostUs: number): void {
  const { heardTo, inOrder } = store;
  if (heardTo === null) store.since = aliveAt;
  else if (!inOrder || aliveAt - heardTo > mostUs) {
    store.missed.push({ from: heardTo, to: Math.max(heardTo, aliveAt) });
    if (store.missed.length > MISSED_MOST) store.since = Math.max(store.since ?? 0, store.missed.shift()!.to);
  }
  store.inOrder = true;
  store.heardTo = Math.max(heardTo ?? aliveAt, aliveAt);
  forgetOld(store, store.heardTo);
}

/** Liquidations of `[from, to]`, oldest first. */
export function liquidationsBetween(store: LiquidationStore, from: Micros, to: Micros): Liquidated[] {
  const found: Liquidated[] = [];
  for (let i = 0; i < store.count; i++) {
    const at = timeAt(store, i);
    if (at < from || at > to) continue;
    const row = i * WIDTH;
    found.push({
      at,
      side: store.rows[row + 1]! > 0 ? 'long' : 'short',
      base: store.rows[row + 2]!,
      quote: store.rows[row + 3]!,
    });
  }
  return found;
}

/** Times of `[from, to]` in which liquidations may be missing, oldest first. */
export const missedBetween = ({ missed }: LiquidationStore, from: Micros, to: Micros): Missed[] =>
  missed
    .filter((one) => one.to > from && one.from < to)
    .map((one) => ({ from: Math.max(from, one.from), to: Math.min(to, one.to) }));
