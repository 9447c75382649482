import type { BookSide, Micros } from '../../../core/index.ts';

/** Distances from the mid at which depth is sampled, basis points. */
export const SAMPLED_BPS = [10, 50] as const;
/** Half an hour at one sample in ten seconds, and the most that a sample may be older than asked. */
export const SAMPLES_MOST = 183;
/** Most walls of a sample: the largest of both sides together. */
export const SAMPLED_WALLS_MOST = 24;

/** A wall and its size, base currency. */
export interface SizedWall {
  readonly side: BookSide;
  readonly price: number;
  readonly size: number;
}

/** The book at one moment. */
export interface BookSample {
  /** By our clock, which no correction moves. */
  readonly at: Micros;
  readonly bid: number;
  readonly ask: number;
  /** Bids and asks within each distance, base currency; null if the book was not known that far. */
  readonly depths: readonly (number | null)[];
  /** The walls, largest first, at most 24; null if walls were not judged yet. */
  readonly walls: readonly SizedWall[] | null;
  /** Number of walls found then; it may exceed those sampled. */
  readonly found: number;
}

/** Samples, oldest first, packed in two arrays: separate objects would take twice the memory. Plain data. */
export interface BookSamples {
  count: number;
  /** A row for each sample: `at`, bid, ask, depths (NaN: unknown), number of walls found (NaN: not judged). */
  readonly rows: Float64Array;
  /** Signed price (below 0: an ask) and size of each sampled wall; spare room at the end. */
  walls: Float64Array;
  /** Numbers used in `walls`. */
  used: number;
}

const DEPTHS = 2 * SAMPLED_BPS.length;
const FOUND = 3 + DEPTHS;
const WIDTH = FOUND + 1;
/** Room is added by this factor, because few markets have many walls. */
const GROWTH = 1.25;
const NUMBERS_MOST = 2 * SAMPLED_WALLS_MOST * SAMPLES_MOST;

export const newBookSamples = (): BookSamples => ({
  count: 0,
  rows: new Float64Array(SAMPLES_MOST * WIDTH),
  walls: new Float64Array(),
  used: 0,
});

/** Walls of a sample that are stored. */
function storedOf({ rows }: BookSamples, i: number): number {
  const found = rows[i * WIDTH + FOUND]!;
  return Number.isNaN(found) ? 0 : Math.min(found, SAMPLED_WALLS_MOST);
}

function dropOldest(samples: BookSamples): void {
  const dropped = 2 * storedOf(samples, 0);
  samples.walls.copyWithin(0, dropped, samples.used);
  samples.used -= dropped;
  samples.rows.copyWithin(0, WIDTH, samples.count * WIDTH);
  samples.count--;
}

function addWalls(samples: BookSamples, walls: readonly SizedWall[]): void {
  const used = samples.used + 2 * walls.length;
  if (used > samples.walls.length) {
    const grown = new Float64Array(Math.min(NUMBERS_MOST, Math.ceil(used * GROWTH)));
    grown.set(samples.walls.subarray(0, samples.used));
    samples.walls = grown;
  }
  for (const { side, price, size } of walls) {
    samples.walls[samples.used++] = side === 'bid' ? price : -price;
    samples.walls[samples.used++] = size;
  }
}

/** Adds a sample with all walls found, of which the largest are kept. Drops the oldest sample of a full store. */
export function addSample(samples: BookSamples, { at, bid, ask, depths, walls }: Omit<BookSample, 'found'>): void {
  if (samples.count === SAMPLES_MOST) dropOldest(samples);
  const known = depths.map((depth) => depth ?? Number.NaN);
  samples.rows.set([at, bid, ask, ...known, walls?.length ?? Number.NaN], samples.count * WIDTH);
  samples.count++;
  if (walls !== null) addWalls(samples, walls.toSorted((a, b) => b.size - a.size).slice(0, SAMPLED_WALLS_MOST));
}

const timeOf = ({ rows }: BookSamples, i: number): Micros => rows[i * WIDTH]!;

/** Time of the oldest sample; null without one. */
export const oldestSampleAt = (samples: BookSamples): Micros | null => (samples.count === 0 ? null : timeOf(samples, 0));

/** Best bids and asks sampled in `(from, to]`, oldest first. */
export function touchesBetween(samples: BookSamples, from: Micros, to: Micros): Pick<BookSample, 'at' | 'bid' | 'ask'>[] {
  return Array.from({ length: samples.count }, (_, i) => i).flatMap((i) => {
    const at = timeOf(samples, i);
    return at > from && at <= to ? [{ at, bid: samples.rows[i * WIDTH + 1]!, ask: samples.rows[i * WIDTH + 2]! }] : [];
  });
}

function sampleAt(samples: BookSamples, i: number): BookSample {
  const row = samples.rows.subarray(i * WIDTH, (i + 1) * WIDTH);
  let from = 0;
  for (let k = 0; k < i; k++) from += 2 * storedOf(samples, k);
  const found = row[FOUND]!;
  const wallAt = (k: number): SizedWall => {
    const signed = samples.walls[from + 2 * k]!;
    return { side: signed > 0 ? 'bid' : 'ask', price: Math.abs(signed), size: samples.walls[from + 2 * k + 1]! };
  };
  return {
    at: row[0]!,
    bid: row[1]!,
    ask: row[2]!,
    depths: Array.from(row.subarray(3, FOUND), (depth) => (Number.isNaN(depth) ? null : depth)),
    walls: Number.isNaN(found) ? null : Array.from({ length: storedOf(samples, i) }, (_, k) => wallAt(k)),
    found: Number.isNaN(found) ? 0 : found,
  };
}

/** The newest sample at or before a time; null without one. */
export function newestSampleBy(samples: BookSamples, at: Micros): BookSample | null {
  for (let i = samples.count - 1; i >= 0; i--) if (timeOf(samples, i) <= at) return sampleAt(samples, i);
  return null;
}
