import { US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { percentile, type OrderBook } from '../../book/index.ts';

/**
 * The large sizes that are usual at each distance from the mid: the 90th percentile of the level sizes from about half to about twice that
 * distance, both sides together, averaged over the last minutes. Plain data; the caller keeps it.
 */
export interface UsualSizes {
  /** By class of distance: mean of the logarithms of the 90th percentiles, and the number of samples in it. */
  readonly logs: number[];
  readonly counts: number[];
  sampled: Micros | null;
}

const NEAREST_BPS = 0.01;
const REACH_BPS = 200;
/** Two classes an octave of distance. */
const CLASSES = Math.ceil(2 * Math.log2(REACH_BPS / NEAREST_BPS));
const HALF_WINDOW = 2;
const SIZES_LEAST = 12;
const LARGE_PERCENT = 90;
const EVERY_US = 5 * US_PER_SECOND;
/** Samples in the average: five minutes. */
const SAMPLES = 60;
const SAMPLES_LEAST = 6;
const BPS = 10_000;

const classOf = (bps: number): number => Math.max(0, Math.floor(2 * Math.log2(bps / NEAREST_BPS)));

export const newUsualSizes = (): UsualSizes => ({
  logs: Array.from({ length: CLASSES }, () => 0),
  counts: Array.from({ length: CLASSES }, () => 0),
  sampled: null,
});

/** Level sizes of the whole book by class of distance. */
function sizesByClass(book: OrderBook, mid: number): number[][] {
  const classes = Array.from({ length: CLASSES }, (): number[] => []);
  for (const side of ['bid', 'ask'] as const) {
    const { keys, sizes, count } = book[side];
    for (let i = count - 1; i >= 0; i--) {
      const bps = (Math.abs(Math.abs(keys[i]!) - mid) / mid) * BPS;
      const list = classes[classOf(bps)];
      if (list === undefined) break;
      list.push(sizes[i]!);
    }
  }
  return classes;
}

/** The 90th percentile around one class; the window widens until it holds twelve sizes. Null if the book has fewer. */
function largeAround(classes: readonly (readonly number[])[], middle: number): number | null {
  for (let half = HALF_WINDOW; half < CLASSES; half++) {
    const pool = classes.slice(Math.max(0, middle - half), middle + half + 1).flat();
    if (pool.length >= SIZES_LEAST) return percentile(Float64Array.from(pool).sort(), LARGE_PERCENT);
    if (middle - half <= 0 && middle + half >= CLASSES) break;
  }
  return null;
}

/** Samples a complete book every five seconds. Can be called often. */
export function observeSizes(usual: UsualSizes, book: OrderBook, mid: number, at: Micros): void {
  if (usual.sampled !== null && at < usual.sampled + EVERY_US && at >= usual.sampled) return;
  usual.sampled = at;
  const classes = sizesByClass(book, mid);
  for (let i = 0; i < CLASSES; i++) {
    const large = largeAround(classes, i);
    if (large === null) continue;
    const count = Math.min(SAMPLES, (usual.counts[i] ?? 0) + 1);
    const past = usual.logs[i] ?? 0;
    usual.counts[i] = count;
    usual.logs[i] = past + (Math.log(large) - past) / count;
  }
}

/** Usual large size at a distance, base currency; null in the first half minute, or too far away. */
export function usualAt({ logs, counts }: UsualSizes, bps: number): number | null {
  const i = classOf(bps);
  return (counts[i] ?? 0) < SAMPLES_LEAST ? null : Math.exp(logs[i]!);
}

/** Smallest usual large size at any distance, base currency; null while none is known. */
export function leastUsual({ logs, counts }: UsualSizes): number | null {
  let least: number | null = null;
  logs.forEach((log, i) => {
    if (counts[i]! >= SAMPLES_LEAST && (least === null || log < least)) least = log;
  });
  return least === null ? null : Math.exp(least);
}
