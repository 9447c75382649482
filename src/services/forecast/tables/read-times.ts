import { cellAmbiguous, cellInvalid } from '../errors.ts';
import { cellAt, type Column } from './column.ts';
import { orderOf } from './date-order.ts';
import { digitTime, formsOf, isNumberTime, type DigitForm } from './digit-times.ts';
import { isMissing } from './missing.ts';
import { DATE_ORDERS, parseTime, type DateOrder, type TimeRead } from './time-forms.ts';
import { checkMonthName, checkSince, checkYear, checkYearMonth, checkYearPoint } from './time-doubts.ts';
import { whyNotTime } from './why-not-time.ts';

export interface TimesRead {
  /** µs; a missing cell is null. */
  readonly times: readonly (number | null)[];
  /** Whether they are read off a clock without an offset, so that a change of clocks skips or repeats some. */
  readonly isLocalClock: boolean;
  readonly remarks: readonly string[];
}

const DIGITS_SAID: ReadonlySet<string> = new Set(['YYYY', 'epoch seconds', 'epoch milliseconds', 'YYYYMMDD']);

/** Reads a column of times as µs; a missing cell is null. Times without a zone are UTC. Throws on a cell that is no time or two. */
export function readTimes(column: Column, wanted?: DateOrder): TimesRead {
  const present = column.cells.flatMap((cell, i) => (isMissing(cell) ? [] : [i]));
  const numbers = present.filter((i) => isNumberTime(column.cells[i]!));
  return numbers.length * 2 > present.length ? readDigits(column, present) : readTexts(column, present, wanted);
}

function invalid(column: Column, index: number): Error {
  const why = whyNotTime(column.cells[index]!);
  return cellInvalid({
    ...cellAt(column, index),
    problem: why?.problem ?? 'is not a readable time',
    ...(why ? { how: why.how } : {}),
  });
}

/** A cell that no form of texts reads: another form, or no time. */
function unreadable(column: Column, index: number, usual: string | undefined): Error {
  const digits = formsOf(column.cells[index]!)[0];
  if (digits === undefined || usual === undefined) return invalid(column, index);
  return cellInvalid({ ...cellAt(column, index), problem: `reads as ${digits.form}, and other cells as ${usual}` });
}

/** The one form of digits that reads every cell. */
function digitForm(column: Column, present: readonly number[]): DigitForm {
  const first = column.cells[present[0]!]!;
  const forms = present.map((i) => formsOf(column.cells[i]!));
  const counts = new Map<DigitForm, number>();
  for (const form of forms.flat()) counts.set(form, (counts.get(form) ?? 0) + 1);
  const fits = (form: DigitForm) => counts.get(form)!;
  const candidates = [...counts.keys()].toSorted((a, b) => fits(b) - fits(a));
  const best = candidates[0];
  if (best === undefined) throw invalid(column, present[0]!);
  if (fits(best) < present.length) {
    const odd = present.find((_, at) => !forms[at]!.includes(best))!;
    const read = formsOf(column.cells[odd]!)[0];
    if (read === undefined) throw invalid(column, odd);
    throw cellInvalid({ ...cellAt(column, odd), problem: `reads as ${read.form}, and most of the column as ${best.form}` });
  }
  const second = candidates[1];
  // A calendar form of ten digits and more beats an epoch, because as epochs those would be after 2030 or before 1977.
  const isUnclear = second !== undefined && fits(second) === present.length && first.trim().length < 10;
  if (isUnclear)
    throw cellAmbiguous({
      ...cellAt(column, present[0]!),
      readings: [best.form, second.form],
      how: 'Write the times as YYYY-MM-DD.',
    });
  return best;
}

function readDigits(column: Column, present: readonly number[]): TimesRead {
  checkSince(column, present);
  if (present.some((i) => /^\d{4}\.\d*[1-9]\d*$/.test(column.cells[i]!.trim()))) return readYearPoint(column, present);
  const form = digitForm(column, present);
  checkYear(column, present, form.form);
  checkYearMonth(column, present, form.form);
  const times = column.cells.map((cell) => (isMissing(cell) ? null : digitTime(form, cell)));
  return {
    times,
    isLocalClock: form.form.includes('HH'),
    remarks:
      DIGITS_SAID.has(form.form) && !isEarly(form, times)
        ? []
        : [`Times such as ${column.cells[present[0]!]!.trim()} were read as ${form.form}.`],
  };
}

const FIRST_OF_TEN_DIGITS = 1e9 * 1e6;
/** Whether an epoch has few digits: seconds since 2001 look like those of the 1990s. */
const isEarly = ({ form }: DigitForm, times: readonly (number | null)[]) =>
  form.startsWith('epoch') && times.some((time) => time !== null && time < FIRST_OF_TEN_DIGITS);

/** Numbers such as 2020.01: months if every cell has two digits of a month after the point, else refused. */
function readYearPoint(column: Column, present: readonly number[]): TimesRead {
  checkYearPoint(column, present);
  const times = column.cells.map((cell) => (isMissing(cell) ? null : (parseTime(cell, 'day first')?.wall ?? null)));
  return {
    times,
    isLocalClock: false,
    remarks: [`Times such as ${column.cells[present[0]!]!.trim()} were read as year and month.`],
  };
}

function readTexts(column: Column, present: readonly number[], wanted: DateOrder | undefined): TimesRead {
  const { order, remarks } = orderOf(column, present, wanted);
  const read = column.cells.map((cell) => (isMissing(cell) ? null : parseTime(cell, order)));
  const bad = present.find((i) => read[i] === null);
  if (bad !== undefined) throw unreadable(column, bad, read.find((one) => one !== null)?.form);
  const forms = present.map((i) => read[i]!);
  checkOneForm(column, present, forms);
  checkYearMonth(column, present, forms[0]?.form ?? '');
  if (forms[0]?.form === 'Mon-YY') checkMonthName(column, present, forms);
  return {
    times: placedTimes(read),
    isLocalClock: forms.some(({ hasClock, offset }) => hasClock && offset === null),
    remarks: [...remarks, ...remarksOf(column, present, forms, read)],
  };
}

/** Refuses a column with more than one form, or with a zone in some cells only. */
function checkOneForm(column: Column, present: readonly number[], read: readonly TimeRead[]): void {
  const counts = new Map<string, number>();
  const kind = ({ form, offset }: TimeRead) => `${form}${offset === null ? '' : ' with a zone'}`;
  for (const one of read) counts.set(kind(one), (counts.get(kind(one)) ?? 0) + 1);
  const usual = [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
  const odd = read.findIndex((one) => kind(one) !== usual);
  if (odd >= 0)
    throw cellInvalid({
      ...cellAt(column, present[odd]!),
      problem: `has the form ${kind(read[odd]!)}, and most of the column ${usual}`,
    });
}

const US_PER_DAY = 86_400e6;
const isMidnight = ({ wall }: TimeRead) => wall % US_PER_DAY === 0;

/** Days written as midnights with an offset are calendar dates; a change of clocks does not move them. */
const areDates = (read: readonly (TimeRead | null)[]) => {
  const present = read.filter((one) => one !== null);
  const [first] = present;
  const sameClock =
    first !== undefined &&
    present.every(
      ({ wall }) =>
        wall - Math.floor(wall / US_PER_DAY) * US_PER_DAY === first.wall - Math.floor(first.wall / US_PER_DAY) * US_PER_DAY,
    );
  const offsets = new Set(present.map(({ offset }) => offset));
  return first?.offset !== null && sameClock && (present.every(isMidnight) || offsets.size > 1);
};

const placedTimes = (read: readonly (TimeRead | null)[]) => {
  const dates = areDates(read);
  return read.map((one) => (one === null ? null : one.wall - (dates ? 0 : (one.offset ?? 0) * 60e6)));
};

const TWO_DIGITS: ReadonlySet<string> = new Set([
  'D/M/YY',
  'D-M-YY',
  'D.M.YY',
  'D Mon YY',
  'Mon D, YY',
  'Mon-YY',
  'Qq YY',
  'qQYY',
]);
const PLAIN: ReadonlySet<string> = new Set(['YYYY-MM-DD', 'YYYY-MM']);

function remarksOf(
  column: Column,
  present: readonly number[],
  forms: readonly TimeRead[],
  read: readonly (TimeRead | null)[],
): readonly string[] {
  const [first] = forms;
  if (first === undefined) return [];
  const sample = column.cells[present[0]!]!.trim();
  const clocks = forms.filter(({ hasClock }) => hasClock).length;
  const offsets = new Set(forms.map(({ offset }) => offset));
  return [
    ...(PLAIN.has(first.form) || /^D[-/.]M/.test(first.form) ? [] : [`Times such as ${sample} were read as ${first.form}.`]),
    ...(TWO_DIGITS.has(first.form) ? ['Years of two digits: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999.'] : []),
    ...(first.form.startsWith('YYYY-Www') ? ['Weeks are ISO weeks, which begin on Monday.'] : []),
    ...(clocks > 0 && clocks < forms.length ? ['Times without a clock were read as midnight.'] : []),
    ...(areDates(read) && offsets.size > 1
      ? ['The offsets change with the clocks: the written dates and clocks are used, without the offsets.']
      : areDates(read) && !offsets.has(0)
        ? ['Midnights with an offset are calendar dates: the written dates are used, without the offset.']
        : []),
    ...(!areDates(read) && [...offsets].some((offset) => offset !== null && offset !== 0)
      ? ['Times with an offset were converted to UTC.']
      : []),
  ];
}

export interface TimeEvidence {
  /** Share of the cells that read as times, 0–1. */
  readonly share: number;
  /** Whether the evidence is more than short bare numbers. */
  readonly sure: boolean;
}

const SAMPLE = 400;

/** How much a column looks like times, by at most 400 cells spread over it. */
export function timeEvidence({ cells }: Column): TimeEvidence {
  const present = cells.filter((cell) => !isMissing(cell));
  const every = Math.max(1, Math.floor(present.length / SAMPLE));
  const sample = present.filter((_, i) => i % every === 0);
  if (sample.length === 0) return { share: 0, sure: false };
  const digits = sample.filter(isNumberTime);
  const read = sample.filter((cell) => formsOf(cell).length > 0 || DATE_ORDERS.some((order) => parseTime(cell, order) !== null));
  const texts = read.length - read.filter(isNumberTime).length;
  const certain =
    digits.length > 2 && digits.every((cell) => formsOf(cell).some((form) => form.isCertain)) && isMonotone(digits.map(Number));
  return { share: read.length / sample.length, sure: texts * 2 > sample.length || certain };
}

/** Whether numbers only rise, or only fall. */
export const isMonotone = (values: readonly number[]): boolean =>
  [1, -1].some((sign) => values.every((value, i) => i === 0 || sign * (value - values[i - 1]!) > 0));
