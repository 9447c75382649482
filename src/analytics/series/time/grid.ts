import type { Micros } from '../../../core/index.ts';
import { seriesOptionInvalid, seriesTimesInvalid } from '../errors.ts';
import type { Series } from './series.ts';
import { addSteps, lastDayOf, monthOf, stepsBetween, US_PER_DAY, type Step } from './step.ts';

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

const US_PER_MS = 1_000;
const MONTH_ENDS = 31;

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

/** The smallest of the distances if all are multiples of it; null otherwise. */
function commonStep(distances: readonly number[]): number | null {
  const smallest = distances.reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
  return smallest > 0 && distances.every((distance) => distance % smallest === 0) ? smallest : null;
}

const distancesOf = (values: ArrayLike<number>): readonly number[] =>
  Array.from({ length: values.length - 1 }, (_, i) => values[i + 1]! - values[i]!);

/** The day of the month that all times share, 31 for month ends; null if they share none. A shorter month has its last day. */
function sharedDay(times: Float64Array): number | null {
  const dates = Array.from(times, (time) => new Date(Math.floor(time / US_PER_MS)));
  const ends = dates.every((date) => date.getUTCDate() === lastDayOf(date));
  const day = ends ? MONTH_ENDS : dates.reduce((most, date) => Math.max(most, date.getUTCDate()), 0);
  return dates.every((date) => date.getUTCDate() === Math.min(day, lastDayOf(date))) ? day : null;
}

function monthsStep(times: Float64Array): Step | null {
  const clock = (time: number) => time - Math.floor(time / US_PER_DAY) * US_PER_DAY;
  const months = commonStep(distancesOf(Array.from(times, monthOf)));
  if (months === null || times.some((time) => clock(time) !== clock(times[0]!))) return null;
  const day = sharedDay(times);
  if (day === null) return null;
  const first = new Date(Math.floor(times[0]! / US_PER_MS)).getUTCDate();
  return day === first ? { kind: 'months', months } : { kind: 'months', months, day };
}

/**
 * The step of a series: months of the calendar if all times have one clock and one day of the month, or are month ends; else the
 * smallest distance, if all distances are multiples of it. Null if there is no common step, or fewer than three times.
 */
export function inferStep({ times }: Series): Step | null {
  if (times.length < 3) return null;
  const calendar = monthsStep(times);
  if (calendar !== null) return calendar;
  const micros = commonStep(distancesOf(times));
  return micros === null ? null : { kind: 'fixed', micros };
}
