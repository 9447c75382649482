import type { Micros } from '../../core/index.ts';
import { normalCdf } from './normal-cdf.ts';
import type { Trade } from './trade.ts';

/** Volume buckets of VPIN. Plain JSON data; the caller keeps it. */
export interface Vpin {
  /** V: volume per bucket, base currency. Usually a fiftieth of the average daily volume. */
  readonly bucketVolume: number;
  /** n: number of buckets in the average. Usually 50. */
  readonly buckets: number;
  /** The bucket being filled. */
  buy: number;
  sell: number;
  /** Time of its first trade; null while it is empty. */
  begun: Micros | null;
  /** |buy − sell| of the last full buckets, oldest first, at most n. */
  readonly imbalances: number[];
  /** Time of the first trade of each of these buckets. */
  readonly begins: Micros[];
  /** When the newest of them was filled; null before that. */
  filledAt: Micros | null;
}

/** A trade as a bucket takes it. */
export type VpinTrade = Pick<Trade, 'side' | 'size'> & { readonly at: Micros };

/** Throws `RangeError` unless the volume is above 0 and the number of buckets is an integer above 0. */
export function createVpin(bucketVolume: number, buckets: number): Vpin {
  if (!(bucketVolume > 0 && Number.isFinite(bucketVolume))) throw new RangeError(`not a bucket's volume: ${bucketVolume}`);
  if (!(Number.isSafeInteger(buckets) && buckets > 0)) throw new RangeError(`not a number of buckets: ${buckets}`);
  return { bucketVolume, buckets, buy: 0, sell: 0, begun: null, imbalances: [], begins: [], filledAt: null };
}

/** Share of a bucket that may stay unfilled because of rounding. */
const CLOSED = 1e-12;

function closeBucket(state: Vpin, at: Micros): void {
  push(state, Math.abs(state.buy - state.sell), state.begun ?? at);
  state.filledAt = at;
  state.buy = 0;
  state.sell = 0;
  state.begun = null;
}

function push({ imbalances, begins, buckets }: Vpin, value: number, begun: Micros): void {
  imbalances.push(value);
  begins.push(begun);
  if (imbalances.length <= buckets) return;
  imbalances.shift();
  begins.shift();
}

/** Adds a trade, in time order. A trade larger than the bucket's remaining volume is split between buckets. */
export function addToVpin(state: Vpin, { side, size, at }: VpinTrade): void {
  const { bucketVolume, buckets } = state;
  let left = size;
  while (left > 0) {
    const room = bucketVolume - state.buy - state.sell;
    const taken = Math.min(left, room);
    state.begun ??= at;
    state[side] += taken;
    left -= taken;
    if (bucketVolume - state.buy - state.sell <= bucketVolume * CLOSED) closeBucket(state, at);
    const whole = Math.floor(left / bucketVolume);
    if (whole > buckets) {
      // The trade alone fills at least `buckets` buckets, and only the last ones count.
      for (let i = 0; i < buckets; i++) push(state, bucketVolume, at);
      left -= whole * bucketVolume;
    }
  }
}

/** When the oldest bucket that has a trade began; null without one. */
export const vpinSince = ({ begins, begun }: Vpin): Micros | null => begins[0] ?? begun;

/**
 * VPIN: mean over the last n volume buckets of |VB − VS| / V, 0–1 (Easley, López de Prado & O'Hara 2012), with the
 * venue's own aggressor side. Null before n buckets are full.
 */
export function vpinOf({ imbalances, buckets, bucketVolume }: Vpin): number | null {
  return imbalances.length < buckets ? null : imbalances.reduce((sum, value) => sum + value, 0) / (buckets * bucketVolume);
}

/** VPIN after the last of some trades; null if they don't fill n buckets. */
export function vpin(trades: Iterable<Trade>, bucketVolume: number, buckets: number): number | null {
  const state = createVpin(bucketVolume, buckets);
  for (const { side, size, tsEvent } of trades) addToVpin(state, { side, size, at: tsEvent });
  return vpinOf(state);
}

/**
 * Bulk-classified VPIN, 0–1, for venues without a taker side. The share Φ(ΔP / σ) of each bucket counts as bought, σ the standard
 * deviation of the ΔP, so the bucket's imbalance is |2 Φ − 1|. Andersen & Bondarenko 2014 show that it follows volume and volatility
 * rather than informed trading. Null without changes, or if σ is not above 0.
 */
export function bulkVpin(priceChanges: readonly number[], sigma: number): number | null {
  if (priceChanges.length === 0 || !(sigma > 0)) return null;
  return priceChanges.reduce((sum, change) => sum + Math.abs(2 * normalCdf(change / sigma) - 1), 0) / priceChanges.length;
}
