import { US_PER_DAY } from '../../../analytics/series/index.ts';

/** Weekdays without any time, 0 is Sunday: weekends of markets and offices. */
const RESTS: readonly (readonly number[])[] = [[0, 6], [5, 6], [0], [5], [6]];
const LEAST_TIMES = 10;
const LEAST_SPAN = 11 * US_PER_DAY;

export const weekdayOf = (time: number): number => new Date(time / 1_000).getUTCDay();

/** Days of the week that rest, if the daily times leave out exactly these and reach over a weekend; null for every day of the week. */
export function restDays(times: Float64Array): readonly number[] | null {
  if (times.length < LEAST_TIMES || times.at(-1)! - times[0]! < LEAST_SPAN) return null;
  const present = new Set(Array.from(times, weekdayOf));
  return RESTS.find((rest) => present.size === 7 - rest.length && rest.every((day) => !present.has(day))) ?? null;
}

/** The working days from one to another, both included. */
export function workingDays(from: number, to: number, rest: readonly number[]): Float64Array {
  const days: number[] = [];
  for (let at = from; at <= to; at += US_PER_DAY) if (!rest.includes(weekdayOf(at))) days.push(at);
  return Float64Array.from(days);
}

/** The working day `count` after one. */
export function workingDayAfter(last: number, count: number, rest: readonly number[]): number {
  let at = last;
  for (let left = count; left > 0;) {
    at += US_PER_DAY;
    if (!rest.includes(weekdayOf(at))) left -= 1;
  }
  return at;
}

const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const dayNames = (days: readonly number[]): string =>
  days
    .toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
    .map((day) => NAMES[day]!)
    .join(' or ');
