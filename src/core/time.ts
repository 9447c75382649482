/** Microseconds since the Unix epoch, UTC, as a safe integer (good until the year 2255). */
export type Micros = number;

export const US_PER_MS = 1_000;
export const US_PER_SECOND = 1_000_000;
export const US_PER_MINUTE = 60 * US_PER_SECOND;

/** Milliseconds since the epoch to microseconds. */
export const fromMillis = (ms: number): Micros => Math.round(ms * US_PER_MS);

/** Times from this value on are read as µs. It is the year 5138 in ms, and 1973 in µs. */
const MICROS_FROM = 1e14;

/** Converts milliseconds or microseconds since the epoch, distinguished by size, to microseconds; NaN for anything else. */
export function epochToMicros(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) return Number.NaN;
  const micros = value >= MICROS_FROM ? value : value * US_PER_MS;
  return Number.isSafeInteger(micros) ? micros : Number.NaN;
}

/** Seconds since the epoch, possibly with a fraction, to microseconds. */
export const fromSeconds = (seconds: number): Micros => Math.round(seconds * US_PER_SECOND);

/** RFC 3339 in UTC, with milliseconds, or microseconds if the value has them. Throws `RangeError` outside years 1970–2255. */
export function toRfc3339(at: Micros): string {
  if (!Number.isSafeInteger(at) || at < 0) throw new RangeError(`not a time in microseconds: ${at}`);
  const below = at % US_PER_MS;
  const iso = new Date((at - below) / US_PER_MS).toISOString();
  return below === 0 ? iso : `${iso.slice(0, -1)}${String(below).padStart(3, '0')}Z`;
}

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/** Whether the month has the day: `Date.parse` reads 30 February as 2 March. */
function isDayOfMonth(text: string): boolean {
  const day = Number(text.slice(8, 10));
  return day <= 28 || day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
}

/** Parses RFC 3339 to microseconds, truncating further digits; null if the text is not a time. */
export function fromRfc3339(text: string): Micros | null {
  const match = RFC3339.exec(text);
  if (!match) return null;
  const fraction = match[1] ?? '';
  const whole = Date.parse(text.replace(' ', 'T').replace(`.${fraction}`, ''));
  return Number.isNaN(whole) || !isDayOfMonth(text) ? null : whole * US_PER_MS + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** The time of day of a moment, to the second: `12:46:47Z`. */
export const timeOfDay = (at: Micros): string => `${toRfc3339(Math.max(0, Math.round(at))).slice(11, 19)}Z`;

/** The time of day of an RFC 3339 text, after the month and day if these are not those of `asOf`: `11-29 23:59:58`. */
export const clockTime = (time: string, asOf: string): string =>
  time.slice(0, 10) === asOf.slice(0, 10) ? time.slice(11, 19) : `${time.slice(5, 10)} ${time.slice(11, 19)}`;
