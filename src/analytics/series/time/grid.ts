import { US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { seriesOptionInvalid, seriesTimesInvalid } from '../errors.ts';
import type { Series } from './series.ts';
import { addSteps, stepsBetween, type Step } from './step.ts';

/** A series on a regular grid. A slot without a value is NaN until a named filler is used. */
export interface Grid {
  readonly start: Micros;
  readonly step: Step;
  readonly values: Float64Array;
}

/** A run of empty slots: `from` … `from + length − 1`, counted from the start of the grid. */
export interface Gap {
  readonly from: number;
  readonly length: number;
}

/** Maximum number of slots, 2^25 or 256 MB: a wrong step for a long series could need more memory than the machine has. */
export const MAX_SLOTS = 33_554_432;

const DAY_OF_MONTH_MAX = 28;

export const timeOfSlot = ({ start, step }: Grid, slot: number): Micros => addSteps(start, step, slot);

/** Number of slots from `start` to `end`, both included. Throws a coded error if there are too many. */
export function slotsBetween(start: Micros, end: Micros, step: Step): number {
  const slots = stepsBetween(start, end, step) + 1;
  if (slots > MAX_SLOTS) {
    throw seriesOptionInvalid({ what: 'A grid', option: 'step', problem: `it gives ${slots} slots, more than ${MAX_SLOTS}` });
  }
  return slots;
}

/** Puts a series on a grid; every time must be exactly on the grid. For irregular times use `resample`. */
export function toGrid({ times, values }: Series, step: Step): Grid {
  const start = times[0] ?? 0;
  const slots = times.length === 0 ? 0 : slotsBetween(start, times[times.length - 1]!, step);
  const out = new Float64Array(slots).fill(Number.NaN);
  times.forEach((time, index) => {
    const slot = stepsBetween(start, time, step);
    if (addSteps(start, step, slot) !== time) throw seriesTimesInvalid({ problem: 'a time is off the grid', index });
    out[slot] = values[index]!;
  });
  return { start, step, values: out };
}

/** The entries of a grid that have a value. */
export function fromGrid(grid: Grid): Series {
  const slots = Array.from(grid.values.keys()).filter((slot) => !Number.isNaN(grid.values[slot]));
  return {
    times: Float64Array.from(slots, (slot) => timeOfSlot(grid, slot)),
    values: Float64Array.from(slots, (slot) => grid.values[slot]!),
  };
}

/** Runs of empty slots, in order. */
export function findGaps({ values }: Grid): readonly Gap[] {
  const gaps: Gap[] = [];
  for (let slot = 0; slot < values.length; slot++) {
    if (!Number.isNaN(values[slot])) continue;
    const from = slot;
    while (slot < values.length && Number.isNaN(values[slot])) slot++;
    gaps.push({ from, length: slot - from });
  }
  return gaps;
}

/** Share of slots that have a value, 0–1; null for an empty grid. */
export const coverage = ({ values }: Grid): number | null =>
  values.length === 0 ? null : values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0) / values.length;

const isOnGrid = (times: Float64Array, step: Step): boolean =>
  times.every((time) => addSteps(times[0]!, step, stepsBetween(times[0]!, time, step)) === time);

/**
 * The step of a series: the smallest distance of times if all distances are multiples of it, else a number of months.
 * Null if the times are irregular, fewer than three, or less than a second apart without a common step.
 */
export function inferStep({ times }: Series): Step | null {
  if (times.length < 3) return null;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < times.length; i++) smallest = Math.min(smallest, times[i]! - times[i - 1]!);
  const fixed: Step = { kind: 'fixed', micros: smallest };
  const months = Math.round(smallest / (DAY_OF_MONTH_MAX * 86_400 * US_PER_SECOND));
  if (isOnGrid(times, fixed)) return fixed;
  const calendar: Step = { kind: 'months', months };
  return months >= 1 && isOnGrid(times, calendar) ? calendar : null;
}
