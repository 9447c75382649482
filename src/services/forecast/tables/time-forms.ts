import { clockOf, fullYear, microsOfDate, microsOfDay, microsOfWeek, monthNumber, weekdayNumber } from './civil-time.ts';

/** Which part of a date such as 3/4/21 comes first. */
export type DateOrder = 'day first' | 'month first' | 'year first';
export const DATE_ORDERS = ['day first', 'month first', 'year first'] as const satisfies readonly DateOrder[];

export interface TimeRead {
  /** The written date and clock, as µs, as if they were UTC. */
  readonly wall: number;
  /** Minutes ahead of UTC; null without a zone. */
  readonly offset: number | null;
  /** Form of the date, such as `D/M/YYYY`. A column has one form. */
  readonly form: string;
  readonly hasClock: boolean;
}

interface Form {
  readonly form: string;
  readonly pattern: RegExp;
  readonly at: (cells: readonly string[], order: DateOrder) => number | null;
}

const number = (text: string | undefined) => Number(text);
const shortYear = (text: string | undefined) => fullYear(Number(text));

/** A date of three numbers in the given order. */
function byOrder([, first, , second, third]: readonly string[], order: DateOrder, year: (text: string | undefined) => number) {
  if (order === 'year first') return microsOfDate({ year: year(first), month: number(second), day: number(third) });
  const [day, month] = order === 'day first' ? [first, second] : [second, first];
  return microsOfDate({ year: year(third), month: number(month), day: number(day) });
}

const named = (year: number, name: string | undefined, day?: string) => {
  const month = monthNumber(name!);
  return month === 0 ? null : microsOfDate({ year, month, day: day === undefined ? 1 : Number(day) });
};
const quarter = (year: number, part: string | undefined) => microsOfDate({ year, month: 3 * Number(part) - 2 });
const half = (year: number, part: string | undefined) => microsOfDate({ year, month: 6 * Number(part) - 5 });

const NTH = '(?:st|nd|rd|th)?';
const form = (name: string, pattern: string, at: Form['at']): Form => ({
  form: name,
  pattern: new RegExp(`^${pattern}$`, 'i'),
  at,
});

/** Dates of three numbers with one separator, with a year of four digits and of two. */
const byNumbers = (separator: string): readonly Form[] => [
  form(`D${separator}M${separator}YYYY`, String.raw`(\d{1,2})([${separator}])(\d{1,2})\2(\d{4})`, (cells, order) =>
    order === 'year first' ? null : byOrder(cells, order, number),
  ),
  form(`D${separator}M${separator}YY`, String.raw`(\d{1,2})([${separator}])(\d{1,2})\2(\d{2})`, (cells, order) =>
    order === 'year first' && cells[1]!.length < 2 ? null : byOrder(cells, order, shortYear),
  ),
];

const FORMS: readonly Form[] = [
  form('YYYY-MM-DD', String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`, ([, y, m, d]) =>
    microsOfDate({ year: number(y), month: number(m), day: number(d) }),
  ),
  form('YYYY/MM/DD', String.raw`(\d{4})([/.])(\d{1,2})\2(\d{1,2})`, ([, y, , m, d]) =>
    microsOfDate({ year: number(y), month: number(m), day: number(d) }),
  ),
  ...['-', '/', '.'].flatMap(byNumbers),
  form('D Mon YYYY', String.raw`(\d{1,2})${NTH}[-\s./]*([a-z]{3,9})[-\s,./]*(\d{4})`, ([, d, m, y]) => named(number(y), m, d)),
  form('D Mon YY', String.raw`(\d{1,2})${NTH}[-\s./]*([a-z]{3,9})[-\s,./]*'?(\d{2})`, ([, d, m, y]) => named(shortYear(y), m, d)),
  form('Mon D, YYYY', String.raw`([a-z]{3,9})[-\s./]*(\d{1,2})${NTH}[-\s,/]+(\d{4})`, ([, m, d, y]) => named(number(y), m, d)),
  form('Mon D, YY', String.raw`([a-z]{3,9})[-\s./]*(\d{1,2})${NTH}[-\s,/]+'?(\d{2})`, ([, m, d, y]) => named(shortYear(y), m, d)),
  form('YYYY Mon D', String.raw`(\d{4})[-\s./]*([a-z]{3,9})[-\s./]*(\d{1,2})`, ([, y, m, d]) => named(number(y), m, d)),
  form('Mon YYYY', String.raw`([a-z]{3,9})[-\s,./]*(\d{4})`, ([, m, y]) => named(number(y), m)),
  form('YYYY Mon', String.raw`(\d{4})[-\s,./]*([a-z]{3,9})\.?`, ([, y, m]) => named(number(y), m)),
  form('Mon-YY', String.raw`([a-z]{3,9})(?:[-\s./]+'?|')(\d{2})`, ([, m, y]) => named(shortYear(y), m)),
  form('MM/YYYY', String.raw`(\d{1,2})[-/.](\d{4})`, ([, m, y]) => microsOfDate({ year: number(y), month: number(m) })),
  form('YYYY-MM', String.raw`(\d{4})[-/.:](\d{1,2})`, ([, y, m]) => microsOfDate({ year: number(y), month: number(m) })),
  form('YYYYMmm', String.raw`(\d{4})[-:\s]?M(\d{1,2})`, ([, y, m]) => microsOfDate({ year: number(y), month: number(m) })),
  form('YYYYQq', String.raw`(\d{4})[-:/\s]*Q([1-4])`, ([, y, q]) => quarter(number(y), q)),
  form('Qq YYYY', String.raw`Q([1-4])[-:/\s,']*(\d{4})`, ([, q, y]) => quarter(number(y), q)),
  form('qQYYYY', String.raw`([1-4])Q[-:/\s,']*(\d{4})`, ([, q, y]) => quarter(number(y), q)),
  form('Qq YY', String.raw`Q([1-4])[-/\s,']+(\d{2})`, ([, q, y]) => quarter(shortYear(y), q)),
  form('qQYY', String.raw`([1-4])Q[-/\s,']*(\d{2})`, ([, q, y]) => quarter(shortYear(y), q)),
  form('YYYYHh', String.raw`(\d{4})[-\s]*[HS]([12])`, ([, y, h]) => half(number(y), h)),
  form('Hh YYYY', String.raw`[HS]([12])[-\s,']*(\d{4})`, ([, h, y]) => half(number(y), h)),
  form('YYYY-Www', String.raw`(\d{4})[-\s]?W(\d{1,2})`, ([, y, w]) => microsOfWeek(number(y), number(w))),
  form('YYYY-Www-D', String.raw`(\d{4})-?W(\d{2})-?([1-7])`, ([, y, w, d]) => microsOfWeek(number(y), number(w), number(d))),
  form('YYYY-DDD', String.raw`(\d{4})-(\d{3})`, ([, y, d]) => microsOfDay(number(y), number(d))),
];

/** Forms of a whole month, quarter, half year or week, which have no clock. */
const PERIODS: ReadonlySet<string> = new Set(
  FORMS.slice(FORMS.findIndex((one) => one.form === 'Mon YYYY')).flatMap(({ form: name }) => (name.endsWith('D') ? [] : [name])),
);
const WEEKDAY = /^([a-z]{3,9})[.,]?\s+(?=\S)/i;
const LONGEST = 60;

/** The weekday that a text begins with, and the rest. A month's name is no weekday. */
function splitWeekday(text: string): readonly [number, string] {
  const match = WEEKDAY.exec(text);
  const weekday = match === null ? -1 : weekdayNumber(match[1]!);
  return weekday < 0 ? [-1, text] : [weekday, text.slice(match![0].length)];
}

/** Parses a time that is more than one number; null for other text. `order` decides how 3/4/2021 is read. */
export function parseTime(given: string, order: DateOrder): TimeRead | null {
  if (given.length > LONGEST) return null;
  const [weekday, text] = splitWeekday(given.trim());
  const clock = clockOf(text);
  const date = (clock?.date ?? text).trim();
  for (const { form: name, pattern, at } of FORMS) {
    const match = pattern.exec(date);
    if (match === null) continue;
    const midnight = at(match, order);
    if (midnight === null) continue;
    if (weekday >= 0 && new Date(midnight / 1_000).getUTCDay() !== weekday) return null;
    if (clock === null) return { wall: midnight, offset: null, form: name, hasClock: false };
    if (PERIODS.has(name) || clock.micros === null || Number.isNaN(clock.offset)) return null;
    return { wall: midnight + clock.micros, offset: clock.offset, form: name, hasClock: true };
  }
  return null;
}
