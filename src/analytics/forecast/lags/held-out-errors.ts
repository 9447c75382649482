import { createMeter } from '../meter.ts';
import type { Rows } from '../tabular/rows.ts';
import type { Learned, Learner } from './learner.ts';
import { rowAt } from './rows.ts';

/** Share of the rows, the newest, on which errors for intervals are measured. */
const HELD_OUT = 0.3;
/** Most errors used: more add little information, and would slow down the neighbours model. */
const MOST_ERRORS = 500;
const FEWEST_ERRORS = 10;
/** Minimum width of a row, as a share of the mean width. */
const NARROWEST = 0.05;
/** Maximum width, in largest widths seen: on a simulated path that leaves the data, a linear spread would grow without end. */
const WIDEST = 2;

export interface HeldOutErrors {
  /** One-step errors minus their mean, divided by the row's width. */
  readonly errors: Float64Array;
  /** Factor by which errors are scaled at a row. */
  readonly widthOf: (learned: Learned, row: Float64Array) => number;
}

/**
 * One-step errors, minus their mean, on the newest rows of a fit to the earlier rows. They are divided by the spread that the learner
 * predicts for the row, if it predicts one. With too few rows, the targets' distances from their mean are used.
 */
export function heldOutErrors(
  rows: Rows,
  targets: Float64Array,
  learn: Learner,
  { seed, steps }: { readonly seed: number; readonly steps: number },
): HeldOutErrors {
  const held = Math.min(MOST_ERRORS, Math.floor(rows.count * HELD_OUT));
  const seen = rows.count - held;
  if (held < FEWEST_ERRORS) return { errors: centred(targets), widthOf: () => 1 };
  const head = { ...rows, count: seen, values: rows.values.subarray(0, seen * rows.width) };
  const meter = createMeter({ maxSteps: steps, clock: () => 0 });
  const learned = learn(head, targets.slice(0, seen), { seed, meter });
  const errors = centred(
    Float64Array.from({ length: held }, (_, i) => targets[seen + i]! - learned.predict(rowAt(rows, seen + i))),
  );
  const { spread } = learned;
  if (spread === undefined) return { errors, widthOf: () => 1 };
  const spreads = Float64Array.from({ length: held }, (_, i) => spread(rowAt(rows, seen + i)));
  const least = spreads.reduce((sum, own) => sum + (NARROWEST * Math.max(0, own)) / held, 0);
  if (!(least > 0)) return { errors, widthOf: () => 1 };
  const most = WIDEST * spreads.reduce((largest, own) => Math.max(largest, own), 0);
  return {
    errors: errors.map((error, i) => error / Math.max(least, spreads[i]!)),
    widthOf: (other, row) => Math.min(most, Math.max(least, other.spread?.(row) ?? 0)),
  };
}

function centred(values: Float64Array): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  return values.map((value) => value - mean);
}
