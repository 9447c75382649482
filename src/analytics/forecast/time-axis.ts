import { seriesInvalid } from './errors.ts';
import type { TimeAxis } from './model.ts';

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
const INSTANT = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d))?$/;
const MS = { week: 604_800_000, day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1_000 };
const MONTHS_A_YEAR = 12;

interface Step {
  readonly months: number;
  readonly ms: number;
}

/** Parses an ISO 8601 duration to months and milliseconds; null if it is invalid or zero. */
function readDuration(text: string): Step | null {
  const match = DURATION.exec(text);
  if (!match) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const step = {
    months: years * MONTHS_A_YEAR + months,
    ms: weeks * MS.week + days * MS.day + hours * MS.hour + minutes * MS.minute + seconds * MS.second,
  };
  return step.months + step.ms > 0 ? step : null;
}

/** The same day of the month `months` later, or that month's last day if the day doesn't exist. */
function addMonths(at: Date, months: number): number {
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1);
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first + (Math.min(at.getUTCDate(), lastDay) - 1) * MS.day + (((at.getTime() % MS.day) + MS.day) % MS.day);
}

/** Times of equally spaced values from an ISO start and step; null if either is absent. Throws a coded error if one is invalid. */
export function timeAxis(start: string | undefined, step: string | undefined): TimeAxis | null {
  if (start === undefined && step === undefined) return null;
  if (step !== undefined && readDuration(step) === null)
    throw seriesInvalid({ problem: `step ${step} is not an ISO 8601 duration` });
  if (start !== undefined && (!INSTANT.test(start) || Number.isNaN(Date.parse(start)))) {
    throw seriesInvalid({ problem: `start ${start} is not an ISO 8601 time with a zone` });
  }
  if (start === undefined || step === undefined) return null;
  const origin = new Date(start);
  const { months, ms } = readDuration(step) as Step;
  return { at: (index) => new Date(addMonths(origin, months * index) + ms * index).toISOString() };
}
