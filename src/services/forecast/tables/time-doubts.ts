import { cellAmbiguous, cellInvalid } from '../errors.ts';
import { cellAt, type Column } from './column.ts';
import type { TimeRead } from './time-forms.ts';

const ISO_DATES = 'Write the times as YYYY-MM-DD.';
const WEEK_NAME = /week|woche|semaine|semana|\b(?:iso)?(?:kw|wk|yw)\b|yyyyww/i;
const QUARTER_NAME = /quarter|quartal|qtr|trimest/i;
const MONTH_NAME = /month|monat|mois|^mes|^mm|date|datum|fecha/i;

/** Refuses year and number, such as 2020-05 or 202005, where the number may be a week, a quarter or the end of a year. */
export function checkYearMonth(column: Column, present: readonly number[], form: string): void {
  if (form !== 'YYYY-MM' && form !== 'YYYYMM' && form !== 'MM/YYYY') return;
  const parts = present.map((i) => {
    // The month may stand first: 05/2024.
    const text = column.cells[i]!.trim().replace(/^(\d{1,2})[-/.](\d{4})$/, '$2-$1');
    return { year: Number(text.slice(0, 4)), part: Number(text.replace(/^\d{4}[-/.:]?/, '')), isShort: /\D\d$/.test(text) };
  });
  const refuse = (other: string) =>
    cellAmbiguous({
      ...cellAt(column, present[0]!),
      readings: [`month ${parts[0]!.part} of ${parts[0]!.year}`, other],
      how: ISO_DATES,
    });
  if (parts.every(({ year, part }) => part === (year + 1) % 100)) throw refuse('a year that ends in the next calendar year');
  if (WEEK_NAME.test(column.name)) throw refuse('a week');
  if (QUARTER_NAME.test(column.name)) throw refuse('a quarter');
  const isQuarterLike = parts.length > 2 && parts.every(({ part, isShort }) => isShort && part <= 4);
  if (isQuarterLike && !MONTH_NAME.test(column.name)) throw refuse('a quarter');
}

const SINCE = /\b(?:since|seit|depuis|desde)\b(.*)/i;

/** Refuses numbers whose header says since when they count, unless that is the epoch that is read anyway. */
export function checkSince(column: Column, present: readonly number[]): void {
  const since = SINCE.exec(column.name)?.[1];
  if (since === undefined || /\b1970-0?1-0?1\b/.test(since) || /epoch/i.test(since)) return;
  throw cellInvalid({
    ...cellAt(column, present[0]!),
    problem: 'counts from a time that the header names, and is no time by itself',
    how: ISO_DATES,
  });
}

const NOT_YEAR_NAME = /month|monat|mois|^mes|week|woche|quarter|quartal|^day|^tag|^jour/i;

/** Refuses four digits in a column of months, weeks or days: 2001 may be the year or January 2020. */
export function checkYear(column: Column, present: readonly number[], form: string): void {
  if (form !== 'YYYY' || !NOT_YEAR_NAME.test(column.name)) return;
  throw cellAmbiguous({
    ...cellAt(column, present[0]!),
    readings: ['a year', 'a year and a month of two digits each'],
    how: ISO_DATES,
  });
}

/** Refuses numbers such as 2020.1 and 2020.25, unless every cell has a month of two digits after the point. */
export function checkYearPoint(column: Column, present: readonly number[]): void {
  const odd = present.find((i) => !/^\d{4}\.(?:0[1-9]|1[0-2])$/.test(column.cells[i]!.trim()));
  if (odd === undefined) return checkYearMonth(column, present, 'YYYY-MM');
  throw cellAmbiguous({
    ...cellAt(column, odd),
    readings: ['a year and a part of it', 'a year and a month, perhaps with a lost zero'],
    how: ISO_DATES,
  });
}

/** Refuses Jan-20, Jan-21: with the same month in neighbouring rows, the numbers may be days. */
export function checkMonthName(column: Column, present: readonly number[], read: readonly TimeRead[]): void {
  const monthAt = (i: number) => new Date(read[i]!.wall / 1_000).getUTCMonth();
  const same = present.findIndex((_, i) => i > 0 && monthAt(i) === monthAt(i - 1));
  if (same > 0)
    throw cellAmbiguous({
      ...cellAt(column, present[same]!),
      readings: ['a month and its year', 'a month and its day'],
      how: ISO_DATES,
    });
}
