import { inferStep } from '../../analytics/series/index.ts';
import { cellInvalid, datesAmbiguous } from './errors.ts';
import { isMissing } from './read-numbers.ts';

const US_PER_MS = 1_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTHS_A_QUARTER = 3;

type Order = 'day first' | 'month first';

interface Parts {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

const CLOCK = String.raw`(?:[T ]\s*(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|UTC|[-+]\d{2}:?\d{2})?)?`;
const ISO = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${CLOCK}$`, 'i');
const SHORT = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${CLOCK}$`, 'i');
const NAMED_DAY = new RegExp(`^(\\d{1,2})[- ]([a-z]{3,9})[- ,]+(\\d{4})${CLOCK}$`, 'i');
const NAMED_MONTH = /^([a-z]{3,9})[- ,]+(\d{4})$/i;
const EPOCH_DIGITS: Readonly<Record<number, number>> = { 10: 1e6, 13: 1e3, 16: 1, 19: 1e-3 };

const monthOf = (name: string) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** Minutes by which a zone is ahead of UTC; null if the zone is invalid. */
function offsetOf(zone: string): number | null {
  const shift = /^([-+])(\d{2}):?(\d{2})$/.exec(zone);
  if (shift === null) return 0;
  const [hours, minutes] = [Number(shift[2]), Number(shift[3])];
  return hours > 23 || minutes > 59 ? null : (shift[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/** UTC µs of a calendar date and time of day; null if either does not exist. 24:00 and leap seconds are allowed. */
function microsOf({ year, month = 1, day = 1 }: Parts, clock = '', zone = ''): number | null {
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number);
  // `Date.UTC` maps years below 100 to the 20th century, so the year is compared too.
  const date = new Date(Date.UTC(year, month - 1, day));
  const offset = offsetOf(zone);
  const isDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isClock = hour < 24 ? minute < 60 && second < 61 : hour === 24 && minute + second === 0;
  if (!isDay || !isClock || offset === null) return null;
  return date.getTime() * US_PER_MS + (hour * 60 + minute - offset) * 60e6 + Math.round(second * 1e6);
}

/** Parses one time to µs; null for other text. `order` decides how 3/4/2021 is read. */
export function readTime(given: string, order: Order): number | null {
  const text = given.trim();
  const iso = ISO.exec(text);
  if (iso) return microsOf({ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, iso[4], iso[5]);
  const short = SHORT.exec(text);
  if (short) {
    const [first, second] = [Number(short[1]), Number(short[3])];
    const dayFirst = short[2] === '.' || order === 'day first';
    return microsOf(
      { year: Number(short[4]), month: dayFirst ? second : first, day: dayFirst ? first : second },
      short[5],
      short[6],
    );
  }
  const named = NAMED_DAY.exec(text);
  if (named) return microsOf({ year: Number(named[3]), month: monthOf(named[2]!), day: Number(named[1]) }, named[4], named[5]);
  const month = NAMED_MONTH.exec(text);
  if (month) return microsOf({ year: Number(month[2]), month: monthOf(month[1]!) });
  const quarter = /^(\d{4})[- ]?Q([1-4])$/i.exec(text);
  if (quarter) return microsOf({ year: Number(quarter[1]), month: (Number(quarter[2]) - 1) * MONTHS_A_QUARTER + 1 });
  const ofYear = /^(\d{4})[-/.](\d{1,2})$/.exec(text);
  if (ofYear) return microsOf({ year: Number(ofYear[1]), month: Number(ofYear[2]) });
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return microsOf({ year: Number(compact[1]), month: Number(compact[2]), day: Number(compact[3]) });
  if (/^\d{4}$/.test(text)) return microsOf({ year: Number(text) });
  const factor = /^\d+$/.test(text) ? EPOCH_DIGITS[text.length] : undefined;
  return factor === undefined ? null : Math.round(Number(text) * factor);
}

/** Share of cells that parse as times, 0–1, and whether the evidence is more than short bare numbers. */
export function likeTimes(cells: readonly string[]): { readonly share: number; readonly sure: boolean } {
  const present = cells.filter((cell) => !isMissing(cell));
  const read = present.filter((cell) => (readTime(cell, 'day first') ?? readTime(cell, 'month first')) !== null);
  return {
    share: present.length === 0 ? 0 : read.length / present.length,
    sure: read.some((cell) => !/^\d+$/.test(cell.trim()) || cell.trim().length >= 10),
  };
}

/**
 * Whether day or month comes first in dates such as 3/4/2021: the order that fits every cell, else the order that gives even
 * steps.
 */
function orderOf(column: string, cells: readonly string[]): { readonly order: Order; readonly remarks: readonly string[] } {
  const unclear = cells.filter((cell) => !cell.includes('.') && SHORT.test(cell.trim()));
  if (unclear.length === 0) return { order: 'day first', remarks: [] };
  const fits = (['day first', 'month first'] as const).filter((order) => unclear.every((cell) => readTime(cell, order) !== null));
  if (fits.length === 1) return { order: fits[0]!, remarks: [`Dates such as ${unclear[0]!.trim()} were read ${fits[0]!}.`] };
  const even = fits.filter((order) => {
    const times = Float64Array.from([...new Set(unclear.map((cell) => readTime(cell, order)!))]).sort();
    const step = inferStep({ times, values: times });
    // Dates read in the wrong order may also have a step of a day, so a step counts only if more than half of its slots are
    // filled.
    return step !== null && (step.kind === 'months' || (times.at(-1)! - times[0]!) / step.micros < 2 * times.length);
  });
  if (fits.length === 0 || even.length !== 1) throw datesAmbiguous({ column, cell: unclear[0]!.slice(0, 60) });
  return {
    order: even[0]!,
    remarks: [`Dates such as ${unclear[0]!.trim()} were read ${even[0]!}: only this order gives even steps.`],
  };
}

/**
 * Reads a column of times as µs; a missing cell is null. Times without a zone are UTC. Throws on a cell that is not a time, and
 * on ambiguous dates.
 */
export function readTimes(
  column: string,
  cells: readonly string[],
  lines: readonly number[],
): { readonly times: readonly (number | null)[]; readonly remarks: readonly string[] } {
  const { order, remarks } = orderOf(
    column,
    cells.filter((cell) => !isMissing(cell)),
  );
  const times = cells.map((cell, i) => {
    if (isMissing(cell)) return null;
    const time = readTime(cell, order);
    if (time === null || !Number.isSafeInteger(time)) {
      throw cellInvalid({ column, line: lines[i]!, cell: cell.slice(0, 60), problem: 'is not a readable time' });
    }
    return time;
  });
  return { times, remarks };
}
