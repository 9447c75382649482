import type { Capabilities } from '../model.ts';

/**
 * Measured time of a fit and a forecast by model, ms per value. The newest measurement has half the weight. The caller keeps the map
 * between calls.
 */
export type LatencyBook = Map<string, number>;

export const createLatencyBook = (): LatencyBook => new Map();

/** Shortest length used for scaling; shorter series cost about the same. */
const SHORTEST = 50;
const NEWEST = 0.5;
/** Assumed cost of a model of each declared class per 1,000 values until it is measured, ms. */
const DECLARED: Readonly<Record<Capabilities['cost'], number>> = { instant: 1, fast: 25, moderate: 250 };

/** Records that `model` took `ms` for a fit and a forecast of `length` values. */
export function noteLatency(book: LatencyBook, model: string, length: number, ms: number): void {
  const known = book.get(model);
  const now = ms / Math.max(SHORTEST, length);
  book.set(model, known === undefined ? now : NEWEST * now + (1 - NEWEST) * known);
}

export interface Expected {
  readonly ms: number;
  readonly from: 'measured' | 'declared';
}

/** Expected time of a fit and a forecast of `length` values, proportional to the length. */
export function expectedLatency(book: LatencyBook, model: string, cost: Capabilities['cost'], length: number): Expected {
  const known = book.get(model);
  const values = Math.max(SHORTEST, length);
  return known === undefined
    ? { ms: (DECLARED[cost] * values) / 1_000, from: 'declared' }
    : { ms: known * values, from: 'measured' };
}
