import { checkedOption } from '../stats/check.ts';

/** A bucket of 2^row values: their mean, and the sum of squared distances from it. */
interface Bucket {
  readonly mean: number;
  readonly squares: number;
}

/** State of an adaptive window. The caller keeps it between values. */
export interface AdwinState {
  readonly delta: number;
  readonly every: number;
  seen: number;
  /** Values in the window. */
  width: number;
  /** `rows[r]`: buckets of 2^r values, oldest first; the oldest values are in the last row. */
  rows: Bucket[][];
}

const BUCKETS_A_ROW = 5;
/** Minimum number of values on either side of a cut. */
const LEAST = 5;

/** `delta`: probability of a false cut; `every`: number of values between checks. */
export function createAdwin({ delta = 0.002, every = 8 }: { readonly delta?: number; readonly every?: number } = {}): AdwinState {
  checkedOption('ADWIN', 'delta', delta, { min: Number.MIN_VALUE, max: 1 });
  checkedOption('ADWIN', 'every', every, { min: 1, whole: true });
  return { delta, every, seen: 0, width: 0, rows: [[]] };
}

interface Part extends Bucket {
  readonly count: number;
}

/** Merges two groups (Chan, Golub & LeVeque 1979). */
function joined(a: Part, b: Part): Part {
  const count = a.count + b.count;
  if (count === 0) return a;
  const apart = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (apart * b.count) / count,
    squares: a.squares + b.squares + (apart * apart * a.count * b.count) / count,
  };
}

const EMPTY: Part = { count: 0, mean: 0, squares: 0 };

/** Buckets oldest first. */
const partsOf = (rows: readonly (readonly Bucket[])[]): Part[] =>
  rows
    .map((row, r) => row.map((bucket) => ({ ...bucket, count: 2 ** r })))
    .toReversed()
    .flat();

/**
 * Processes the next value (Bifet & Gavaldà 2007, ADWIN2). Keeps the longest window in which no older part differs from the newer part
 * by more than √(2/m · v · ln(2 ln(w)/δ)) + 2/(3m) · ln(2 ln(w)/δ), m the harmonic count, v the window's variance, w its width. True
 * if old values were dropped now. The bound's second term assumes values in 0–1, so scale them to that range.
 */
export function observeAdwin(state: AdwinState, value: number): boolean {
  state.seen++;
  state.width++;
  state.rows[0]!.push({ mean: value, squares: 0 });
  for (let r = 0; state.rows[r]!.length > BUCKETS_A_ROW; r++) {
    const [a, b] = state.rows[r]!.splice(0, 2).map((bucket) => ({ ...bucket, count: 2 ** r }));
    if (r + 1 === state.rows.length) state.rows.push([]);
    const { mean, squares } = joined(a!, b!);
    state.rows[r + 1]!.push({ mean, squares });
  }
  if (state.seen % state.every !== 0) return false;
  let dropped = false;
  while (state.width >= 2 * LEAST && hasCut(state)) {
    state.rows[state.rows.length - 1]!.shift();
    state.width -= 2 ** (state.rows.length - 1);
    while (state.rows.length > 1 && state.rows[state.rows.length - 1]!.length === 0) state.rows.pop();
    dropped = true;
  }
  return dropped;
}

function hasCut({ rows, width, delta }: AdwinState): boolean {
  const parts = partsOf(rows);
  const all = parts.reduce(joined, EMPTY);
  const log = Math.log((2 * Math.log(width)) / delta);
  let old = EMPTY;
  for (const part of parts) {
    old = joined(old, part);
    const newer = width - old.count;
    if (newer < LEAST) return false;
    if (old.count < LEAST) continue;
    const newMean = (all.mean * width - old.mean * old.count) / newer;
    const harmonic = 1 / (1 / (old.count - LEAST + 1) + 1 / (newer - LEAST + 1));
    const bound = Math.sqrt((2 / harmonic) * (all.squares / width) * log) + (2 / (3 * harmonic)) * log;
    if (Math.abs(old.mean - newMean) > bound) return true;
  }
  return false;
}

/** Mean of the window, the current level; null before the first value. */
export function adwinMean({ rows, width }: AdwinState): number | null {
  return width > 0 ? partsOf(rows).reduce(joined, EMPTY).mean : null;
}
