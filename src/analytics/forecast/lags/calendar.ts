import type { TimeAxis } from '../model.ts';

/** A cyclic number: the hour of the day, the position in the season. */
export interface Cycle {
  readonly name: string;
  /** Number of distinct values, counted from 0. */
  readonly length: number;
  /** The value at time index `t` from the start of the series; `t` may lie past its end. */
  readonly at: (t: number) => number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Field {
  readonly name: string;
  readonly length: number;
  readonly read: (date: Date) => number;
  /** Smallest step, in ms, that is as long as the field's cycle. */
  readonly coarsest: number;
}

const FIELDS: readonly Field[] = [
  { name: 'minute', length: 60, read: (date) => date.getUTCMinutes(), coarsest: HOUR },
  { name: 'hour', length: 24, read: (date) => date.getUTCHours(), coarsest: DAY },
  { name: 'weekday', length: 7, read: (date) => date.getUTCDay(), coarsest: 7 * DAY },
  { name: 'day of month', length: 31, read: (date) => date.getUTCDate() - 1, coarsest: 28 * DAY },
  { name: 'month', length: 12, read: (date) => date.getUTCMonth(), coarsest: 365 * DAY },
];

/** Calendar cycles, in UTC, that are longer than a step and that a series of this length goes through at least twice. */
export function calendarOf(axis: TimeAxis, length: number): readonly Cycle[] {
  const dates = Array.from({ length }, (_, t) => new Date(axis.at(t)));
  const step = (dates.at(-1)!.getTime() - dates[0]!.getTime()) / Math.max(1, length - 1);
  return FIELDS.filter(({ read, coarsest }) => step < coarsest && turns(dates.map(read)) >= 2).map(
    ({ name, length: cycle, read }) => ({
      name,
      length: cycle,
      at: (t) => read(dates[t] ?? new Date(axis.at(t))),
    }),
  );
}

/** How often a cycle restarted, that is, its value fell. */
const turns = (values: readonly number[]): number => values.filter((value, i) => i > 0 && value < values[i - 1]!).length;
