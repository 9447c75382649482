import type { TimeAxis } from '../model.ts';

/** A number that goes round: the hour of the day, the place in the season. */
export interface Cycle {
  readonly name: string;
  /** Different values, from 0. */
  readonly length: number;
  /** The value at time `t`, counted from the series' first, which may lie past its end. */
  readonly at: (t: number) => number;
}

const FIELDS: readonly (readonly [string, number, (date: Date) => number])[] = [
  ['minute', 60, (date) => date.getUTCMinutes()],
  ['hour', 24, (date) => date.getUTCHours()],
  ['weekday', 7, (date) => date.getUTCDay()],
  ['day of month', 31, (date) => date.getUTCDate() - 1],
  ['month', 12, (date) => date.getUTCMonth()],
];

/** The calendar's cycles, in UTC, that a series of this length went through at least twice. */
export function calendarOf(axis: TimeAxis, length: number): readonly Cycle[] {
  const dates = Array.from({ length }, (_, t) => new Date(axis.at(t)));
  return FIELDS.filter(([, , read]) => turns(dates.map(read)) >= 2).map(([name, cycle, read]) => ({
    name,
    length: cycle,
    at: (t) => read(dates[t] ?? new Date(axis.at(t))),
  }));
}

/** How often a cycle began anew: its value fell. */
const turns = (values: readonly number[]): number => values.filter((value, i) => i > 0 && value < values[i - 1]!).length;
