const US_PER_MS = 1_000;
const US_PER_SECOND = 1e6;
const US_PER_MINUTE = 60e6;
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** Two-digit years up to this one are in the 21st century, as in POSIX. */
const LAST_OF_2000S = 68;

export interface Parts {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

/** Number of a month from its English name or its abbreviation; 0 for other text. */
export function monthNumber(name: string): number {
  const text = name.toLowerCase();
  if (text === 'sept') return 9;
  return MONTHS.findIndex((month) => text === month || text === month.slice(0, 3)) + 1;
}

/** Number of a weekday from the beginning of its English name, Sunday is 0; −1 for other text. */
export const weekdayNumber = (name: string): number => {
  const text = name.toLowerCase();
  return text.length < 3 ? -1 : WEEKDAYS.findIndex((day) => day.startsWith(text));
};

export const fullYear = (twoDigits: number): number => twoDigits + (twoDigits <= LAST_OF_2000S ? 2_000 : 1_900);

/** Years of dates; years outside, such as 1402, 1445 or 2567, are of other calendars. */
const YEARS = { first: 1_500, last: 2_400 };

/** Midnight UTC of a date, µs; null if the date does not exist. */
export function microsOfDate({ year, month = 1, day = 1 }: Parts): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  // `Date.UTC` maps years below 100 to the 20th century, so the year is compared too.
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= YEARS.first && year <= YEARS.last ? date.getTime() * US_PER_MS : null;
}

/** Monday (day 1) to Sunday (day 7) of an ISO week; null if the year has no such week. */
export function microsOfWeek(year: number, week: number, day = 1): number | null {
  // 4 January is always in week 1.
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = 4 - ((fourth.getUTCDay() + 6) % 7);
  const at = new Date(Date.UTC(year, 0, monday + 7 * (week - 1)));
  const thursday = new Date(at.getTime() + 3 * 86_400_000);
  if (week < 1 || thursday.getUTCFullYear() !== year) return null;
  return (at.getTime() + (day - 1) * 86_400_000) * US_PER_MS;
}

/** A day of a year, 1–366; null if the year has no such day. */
export function microsOfDay(year: number, day: number): number | null {
  const at = new Date(Date.UTC(year, 0, day));
  return day >= 1 && at.getUTCFullYear() === year ? at.getTime() * US_PER_MS : null;
}

/** The clock and zone at the end of a time. The clock has minutes, or an hour after T, or an hour with AM or PM. */
const CLOCK =
  /(?:(?<=\d)T|[\s,]+)((?<=\dT)\d{2}|\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?|\d{1,2}(?=\s*[ap]\.?m))\s*([ap]\.?m\.?)?\s*(Z|\+00:?00 UTC|(?:UTC|GMT)?[-+]\d{2}(?::?\d{2})?|UTC|GMT)?(?:\s\([a-z ]+\))?$/i;

export interface Clock {
  /** The text before the clock. */
  readonly date: string;
  /** µs since midnight; null if there is no such clock time. */
  readonly micros: number | null;
  /** Minutes ahead of UTC; null without a zone, NaN if there is no such zone. */
  readonly offset: number | null;
}

/** Splits the clock off a time; null if it has none. 24:00 and leap seconds are allowed. */
export function clockOf(text: string): Clock | null {
  const match = CLOCK.exec(text);
  if (!match) return null;
  const [hour = 0, minute = 0, second = 0] = match[1]!.replace(',', '.').split(':').map(Number);
  return {
    date: text.slice(0, match.index),
    micros: clockMicros(hour, minute, second, match[2]?.[0]?.toLowerCase()),
    offset: match[3] === undefined ? null : offsetOf(match[3]),
  };
}

function clockMicros(hour: number, minute: number, second: number, half: string | undefined): number | null {
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const hours = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  const exists = hours < 24 ? minute < 60 && second < 61 : hours === 24 && minute + second === 0;
  return exists ? (hours * 60 + minute) * US_PER_MINUTE + Math.round(second * US_PER_SECOND) : null;
}

function offsetOf(zone: string): number {
  const shift = /^(?:UTC|GMT)?([-+])(\d{2}):?(\d{2})?$/i.exec(zone);
  if (shift === null) return 0;
  const [hours, minutes] = [Number(shift[2]), Number(shift[3] ?? 0)];
  return hours > 15 || minutes > 59 ? Number.NaN : (shift[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
}
