import { microsOfDate, microsOfDay } from './civil-time.ts';

/** A cell that is one number: digits, perhaps with a fraction. */
const NUMBER = /^(\d+)(?:\.(\d*))?$/;
const US_PER_HOUR = 3_600e6;

export const isNumberTime = (cell: string): boolean => NUMBER.test(cell.trim());

export interface DigitForm {
  readonly form: string;
  /** Whether such numbers are hardly anything but times. Years and months may be amounts. */
  readonly isCertain: boolean;
  readonly at: (digits: string, fraction: string) => number | null;
}

const within = (year: number, from: number, to: number) => year >= from && year <= to;

/** A date of eight digits, from the given years on, and the hour, minute and second after it. */
function compact(digits: string, [from, to]: readonly [number, number]): number | null {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number) as [number, number, number];
  const [hour, minute, second] = [digits.slice(8, 10), digits.slice(10, 12), digits.slice(12, 14)].map(Number) as [
    number,
    number,
    number,
  ];
  const midnight = within(year, from, to) ? microsOfDate({ year, month, day }) : null;
  return midnight === null || hour > 23 || minute > 59 || second > 59
    ? null
    : midnight + hour * US_PER_HOUR + minute * 60e6 + second * 1e6;
}

/** Later times are counts from another year, such as seconds since 1900 or 1904. */
const LAST_EPOCH = Date.UTC(2060, 0, 1) * 1_000;

/** An epoch: whole units and a fraction, in µs; digits beyond µs are cut. */
function epoch(digits: string, fraction: string, decimals: number): number | null {
  const all = `${digits}${fraction.padEnd(Math.max(0, decimals), '0').slice(0, Math.max(0, decimals))}`;
  const micros = Number(decimals < 0 ? all.slice(0, decimals) : all);
  return micros < LAST_EPOCH ? micros : null;
}

const isZero = (fraction: string) => /^0*$/.test(fraction);
const whole = (at: (digits: string) => number | null) => (digits: string, fraction: string) =>
  isZero(fraction) ? at(digits) : null;

/**
 * Forms by the number of digits; more than one may fit a column. Epochs are of the years 1973 to 2059. Nanoseconds of 18 digits would end in 2001:
 * such numbers are rather counts of 100 ns from year 1 or 1601.
 */
const FORMS: readonly (DigitForm & { readonly lengths: readonly number[] })[] = [
  {
    form: 'YYYY',
    isCertain: false,
    lengths: [4],
    at: whole((digits) => (within(Number(digits), 1_600, 2_200) ? microsOfDate({ year: Number(digits) }) : null)),
  },
  {
    form: 'YYYYMM',
    isCertain: false,
    lengths: [6],
    at: whole((digits) =>
      within(Number(digits.slice(0, 4)), 1_600, 2_400)
        ? microsOfDate({ year: Number(digits.slice(0, 4)), month: Number(digits.slice(4)) })
        : null,
    ),
  },
  {
    form: 'YYMMDD',
    isCertain: false,
    lengths: [6],
    at: whole((digits) => compact(`20${digits}`, [2_000, 2_099])),
  },
  {
    form: 'YYYYDDD',
    isCertain: false,
    lengths: [7],
    at: whole((digits) =>
      within(Number(digits.slice(0, 4)), 1_600, 2_400) ? microsOfDay(Number(digits.slice(0, 4)), Number(digits.slice(4))) : null,
    ),
  },
  { form: 'YYYYMMDD', isCertain: true, lengths: [8], at: whole((digits) => compact(digits, [1_600, 2_400])) },
  { form: 'YYYYMMDDHH', isCertain: true, lengths: [10], at: whole((digits) => compact(digits, [1_900, 2_099])) },
  { form: 'YYYYMMDDHHMM', isCertain: true, lengths: [12], at: whole((digits) => compact(digits, [1_900, 2_099])) },
  { form: 'YYYYMMDDHHMMSS', isCertain: true, lengths: [14], at: whole((digits) => compact(digits, [1_900, 2_099])) },
  { form: 'epoch seconds', isCertain: true, lengths: [9, 10], at: (digits, fraction) => epoch(digits, fraction, 6) },
  { form: 'epoch milliseconds', isCertain: true, lengths: [12, 13], at: (digits, fraction) => epoch(digits, fraction, 3) },
  { form: 'epoch microseconds', isCertain: true, lengths: [15, 16], at: (digits, fraction) => epoch(digits, fraction, 0) },
  { form: 'epoch nanoseconds', isCertain: true, lengths: [19], at: (digits, fraction) => epoch(digits, fraction, -3) },
];

const BY_LENGTH = Array.from({ length: 20 }, (_, length) => FORMS.filter(({ lengths }) => lengths.includes(length)));
const NONE: readonly DigitForm[] = [];

/** Parses one cell by a form; null if it doesn't fit. */
export function digitTime(form: DigitForm, cell: string): number | null {
  const match = NUMBER.exec(cell.trim());
  return match !== null && BY_LENGTH[match[1]!.length]?.some((one) => one === form) ? form.at(match[1]!, match[2] ?? '') : null;
}

/** The forms that read a cell. */
export function formsOf(cell: string): readonly DigitForm[] {
  const match = NUMBER.exec(cell.trim());
  if (match === null) return NONE;
  return (BY_LENGTH[match[1]!.length] ?? NONE).filter((form) => form.at(match[1]!, match[2] ?? '') !== null);
}

const FIRST_SERIAL = 20_000;
const LAST_SERIAL = 80_000;
/** Day 0 of spreadsheets, 1899-12-30, in ms. */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30);

/** The date of a spreadsheet's day number in the years 1954 to 2119; null for other text. */
export function serialDate(cell: string): string | null {
  const days = NUMBER.test(cell.trim()) ? Math.floor(Number(cell)) : 0;
  return days >= FIRST_SERIAL && days <= LAST_SERIAL
    ? new Date(SERIAL_ZERO_MS + days * 86_400_000).toISOString().slice(0, 10)
    : null;
}
