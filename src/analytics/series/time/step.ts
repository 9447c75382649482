import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { seriesOptionInvalid } from '../errors.ts';

/** The distance between two points of a regular series: a fixed duration in µs, or months of the UTC calendar. */
export type Step =
  | { readonly kind: 'fixed'; readonly micros: number }
  | {
      readonly kind: 'months';
      readonly months: number;
      /** Day of the month, 1–31; 31 is the month's end. By default the day of the time that is counted from. */
      readonly day?: number;
    };

export const US_PER_HOUR = 60 * US_PER_MINUTE;
export const US_PER_DAY = 24 * US_PER_HOUR;
export const US_PER_WEEK = 7 * US_PER_DAY;

/** 1970-01-05, the first Monday of the epoch: weeks are counted from it. */
const FIRST_MONDAY = 4 * US_PER_DAY;
const US_PER_MS = 1000;

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,6})?)S)?)?$/;

/**
 * Parses an ISO 8601 duration as a step: `PT5M`, `P1D`, `P1W`, `P1M`, `P1Y`. Months and years can't be combined with other units,
 * because the sum would have no fixed length. Throws a coded error on anything else.
 */
export function parseStep(text: string): Step {
  const bad = (problem: string) => seriesOptionInvalid({ what: 'A step', option: 'duration', problem });
  const match = DURATION.exec(text);
  if (!match) throw bad(`${JSON.stringify(text)} is not an ISO 8601 duration such as PT1H`);
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const whole = years! * 12 + months!;
  const micros =
    weeks! * US_PER_WEEK +
    days! * US_PER_DAY +
    hours! * US_PER_HOUR +
    minutes! * US_PER_MINUTE +
    Math.round(seconds! * US_PER_SECOND);
  if (whole > 0 && micros > 0) throw bad(`${text} mixes months with units of fixed length`);
  if (whole === 0 && micros === 0) throw bad(`${text} has no length`);
  if (!Number.isSafeInteger(micros) || !Number.isSafeInteger(whole)) throw bad(`${text} is too long`);
  return whole > 0 ? { kind: 'months', months: whole } : { kind: 'fixed', micros };
}

function addMonths(from: Micros, months: number, wanted?: number): Micros {
  const ms = Math.floor(from / US_PER_MS);
  const date = new Date(ms);
  const day = wanted ?? date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(Math.min(day, lastDayOf(date)));
  return date.getTime() * US_PER_MS + (from - ms * US_PER_MS);
}

/** Last day of a date's month, 28–31. */
export const lastDayOf = (date: Date): number =>
  new Date(new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

/** The time `count` steps after `from` (before it if negative). A month without the day gives its last day. */
export const addSteps = (from: Micros, step: Step, count: number): Micros =>
  step.kind === 'fixed' ? from + count * step.micros : addMonths(from, count * step.months, step.day);

/** Months since January 1970 of a time, negative before it. */
export function monthOf(at: Micros): number {
  const date = new Date(Math.floor(at / US_PER_MS));
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** Number of steps from `from` to `to`, rounded down; negative if `to` is earlier. */
export function stepsBetween(from: Micros, to: Micros, step: Step): number {
  if (step.kind === 'fixed') return Math.floor((to - from) / step.micros);
  const count = Math.floor((monthOf(to) - monthOf(from)) / step.months);
  return addSteps(from, step, count) > to ? count - 1 : count;
}

/** Start of the step that contains `at`. Steps are counted from the epoch, weeks from a Monday, months from January 1970. */
export function floorToStep(at: Micros, step: Step): Micros {
  const anchor = step.kind === 'fixed' && step.micros % US_PER_WEEK === 0 ? FIRST_MONDAY : 0;
  return addSteps(anchor, step, stepsBetween(anchor, at, step));
}
