import type { BookSide, Micros } from '../../core/index.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../core/index.ts';
import { BAND_COUNT, BAND_EDGES, bandOf } from './bands.ts';
import { isKnown } from './known-range.ts';
import { forEachLevel, signOf, type OrderBook } from './order-book.ts';
import { percentile } from './percentile.ts';
import { touchOf } from './touch.ts';

const BPS = 10_000;

/** How the book is sampled. Memory is 8 bytes × window / every × (levels + 1) for each band and side that was ever known. */
export interface HistorySettings {
  /** Length of the history. Default 30 minutes. */
  readonly windowUs: Micros;
  /** One sample per interval of this length, so that samples are weighted by time, not by activity. Default 5 s. */
  readonly everyUs: Micros;
  /**
   * Number of level sizes stored per band and sample. From a band with more levels, evenly spaced ranks are stored, which rotate
   * between samples. Default 2.
   */
  readonly levels: number;
}

/** History of one band: per sample `levels` cells in `sizes` and one in `depths`. NaN in `sizes`: no such level; in `depths`: unknown. */
export interface BandPast {
  readonly sizes: Float64Array;
  readonly depths: Float64Array;
}

/**
 * Usual level sizes and band depths at each distance from the mid, for each side. The caller keeps it.
 * The samples are in ring buffers: slot = sample number modulo capacity.
 */
export interface LiquidityHistory {
  readonly settings: HistorySettings;
  /** Samples taken since the start. */
  samples: number;
  /** Interval number (time / everyUs) of the last sample. */
  lastInterval: number | null;
  readonly times: Float64Array;
  readonly bid: (BandPast | null)[];
  readonly ask: (BandPast | null)[];
}

/** Cache of percentiles computed since the last sample. It is derived from the history, so it is stored outside it. */
const memos = new WeakMap<LiquidityHistory, Map<string, (number | null)[]>>();

function memoOf(history: LiquidityHistory): Map<string, (number | null)[]> {
  const held = memos.get(history) ?? new Map<string, (number | null)[]>();
  memos.set(history, held);
  return held;
}

const DEFAULTS: HistorySettings = { windowUs: 30 * US_PER_MINUTE, everyUs: 5 * US_PER_SECOND, levels: 2 };

export const capacityOf = ({ settings }: Pick<LiquidityHistory, 'settings'>): number =>
  Math.ceil(settings.windowUs / settings.everyUs);

const unknown = (length: number) => new Float64Array(length).fill(Number.NaN);

const noBands = (): (BandPast | null)[] => Array.from({ length: BAND_COUNT }, () => null);

export const emptyBand = (capacity: number, levels: number): BandPast => ({
  sizes: unknown(capacity * levels),
  depths: unknown(capacity),
});

export function createLiquidityHistory(settings: Partial<HistorySettings> = {}): LiquidityHistory {
  const all = { ...DEFAULTS, ...settings };
  const times = unknown(capacityOf({ settings: all }));
  return { settings: all, samples: 0, lastInterval: null, times, bid: noBands(), ask: noBands() };
}

/** Whether every level of a band is in the book. */
const isBandKnown = (book: OrderBook, side: BookSide, mid: number, band: number): boolean =>
  isKnown(book, side, mid * (1 - (signOf(side) * BAND_EDGES[band + 1]!) / BPS));

/** Current level sizes of one side by band; a band past the known range is null. */
export function bandsNow(book: OrderBook, side: BookSide): (number[] | null)[] {
  const touch = touchOf(book);
  if (touch === null) return Array.from({ length: BAND_COUNT }, () => null);
  const sign = signOf(side);
  const mid = (touch.bid + touch.ask) / 2;
  const bands = Array.from({ length: BAND_COUNT }, (_, band) => (isBandKnown(book, side, mid, band) ? ([] as number[]) : null));
  forEachLevel(book, side, (price, size) => {
    const band = bandOf((((mid - price) * sign) / mid) * BPS);
    if (band === null) return false;
    bands[band]?.push(size);
  });
  return bands;
}

/** Current depth of each band, base currency: the sums of `bandsNow`, without allocating its lists. */
export function depthsNow(book: OrderBook, side: BookSide): (number | null)[] {
  const touch = touchOf(book);
  if (touch === null) return Array.from({ length: BAND_COUNT }, () => null);
  const mid = (touch.bid + touch.ask) / 2;
  const depths = Array.from({ length: BAND_COUNT }, (_, band): number | null => (isBandKnown(book, side, mid, band) ? 0 : null));
  const { keys, sizes, count } = book[side];
  const sign = signOf(side);
  for (let i = count - 1; i >= 0; i--) {
    const band = bandOf((((mid - keys[i]! * sign) * sign) / mid) * BPS);
    if (band === null) break;
    const depth = depths[band];
    if (depth != null) depths[band] = depth + sizes[i]!;
  }
  return depths;
}

/** Fractional part of the golden ratio. Its multiples are evenly spread modulo 1, so rotating by it samples all ranks equally. */
const GOLDEN = 0.618_033_988_749_894_9;

/** All sizes if there are at most `k`; else `k` evenly spaced ranks, whose start rotates with the sample's number. */
function pick(sizes: readonly number[], k: number, sample: number): readonly number[] {
  if (sizes.length <= k) return sizes;
  const phase = (sample * GOLDEN) % 1;
  return Array.from({ length: k }, (_, i) => sizes[Math.floor(((i + phase) * sizes.length) / k)]!);
}

/**
 * Samples a complete, uncrossed book if a new interval has started; otherwise, or if time went backwards, does nothing. Can be called
 * often. The book must be synced.
 */
export function observeLiquidity(history: LiquidityHistory, book: OrderBook, at: Micros): void {
  const { everyUs, levels } = history.settings;
  const interval = Math.floor(at / everyUs);
  const touch = touchOf(book);
  if (touch === null || touch.bid >= touch.ask || (history.lastInterval !== null && interval <= history.lastInterval)) return;
  const capacity = capacityOf(history);
  const slot = history.samples % capacity;
  for (const side of ['bid', 'ask'] as const) {
    const now = bandsNow(book, side);
    for (let band = 0; band < BAND_COUNT; band++) {
      const sizes = now[band] ?? null;
      if (sizes === null && history[side][band] === null) continue;
      const past = (history[side][band] ??= emptyBand(capacity, levels));
      past.sizes.fill(Number.NaN, slot * levels, (slot + 1) * levels);
      if (sizes !== null) past.sizes.set(pick(sizes, levels, history.samples), slot * levels);
      past.depths[slot] = sizes === null ? Number.NaN : sizes.reduce((sum, size) => sum + size, 0);
    }
  }
  history.times[slot] = at;
  history.lastInterval = interval;
  history.samples += 1;
  memos.delete(history);
}

/** Slots of the samples inside the window that ends at the last sample. */
export function liveSlots({ times, settings }: LiquidityHistory): number[] {
  let newest = Number.NEGATIVE_INFINITY;
  for (const time of times) if (time > newest) newest = time;
  const slots: number[] = [];
  for (let slot = 0; slot < times.length; slot++) if (times[slot]! > newest - settings.windowUs) slots.push(slot);
  return slots;
}

/** Number of samples in the window. */
export const liveSamples = (history: LiquidityHistory): number => liveSlots(history).length;

/** Usual values of one band; null with fewer than `minimum` values. */
export function usualOf(
  history: LiquidityHistory,
  side: BookSide,
  of: 'sizes' | 'depths',
  percent: number,
  minimum: number,
): readonly (number | null)[] {
  const key = `${side} ${of} ${percent} ${minimum}`;
  const usual = memoOf(history).get(key) ?? workOutUsual(history, side, of, percent, minimum);
  memoOf(history).set(key, usual);
  return usual;
}

function workOutUsual(history: LiquidityHistory, side: BookSide, of: 'sizes' | 'depths', percent: number, minimum: number) {
  const width = of === 'sizes' ? history.settings.levels : 1;
  const slots = liveSlots(history);
  return history[side].map((past) => {
    if (past === null) return null;
    const values = new Float64Array(slots.length * width);
    let count = 0;
    for (const slot of slots) {
      for (let i = slot * width; i < (slot + 1) * width; i++) if (past[of][i]! >= 0) values[count++] = past[of][i]!;
    }
    return count < minimum ? null : percentile(values.subarray(0, count).sort(), percent);
  });
}

/** A finding, or the reason for its absence and the time when it will be ready. */
export type Judged<T> =
  | { readonly ready: true; readonly found: readonly T[] }
  | { readonly ready: false; readonly reason: string; readonly readyAt: Micros | null };

/** Why there is no finding before `minimum` samples; null if there are enough. */
export function notReady(history: LiquidityHistory, minimum: number): Extract<Judged<never>, { ready: false }> | null {
  const have = liveSamples(history);
  if (have >= minimum) return null;
  const reason = `${have} of ${minimum} samples of the book's usual sizes`;
  const { lastInterval, settings } = history;
  return { ready: false, reason, readyAt: lastInterval === null ? null : (lastInterval + minimum - have) * settings.everyUs };
}
