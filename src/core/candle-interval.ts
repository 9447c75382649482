import { US_PER_SECOND, type Micros } from './time.ts';

const MINUTE = 60 * US_PER_SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths of candles that venues have, except the month, whose length varies. */
const SPANS = {
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '8h': 8 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '1w': 7 * DAY,
} as const satisfies Readonly<Record<string, Micros>>;

export type CandleInterval = keyof typeof SPANS | '1M';
export const CANDLE_INTERVALS: readonly [CandleInterval, ...CandleInterval[]] = [
  '1M',
  ...(Object.keys(SPANS) as (keyof typeof SPANS)[]),
];

/** The start of the candle `count` candles after one that starts at `start`; months are those of the calendar in UTC. */
export function candleStartAfter(start: Micros, interval: CandleInterval, count: number): Micros {
  if (interval !== '1M') return start + count * SPANS[interval];
  const date = new Date(start / 1_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, date.getUTCDate()) * 1_000;
}

/** The time from which `count` candles start before `end`; a month counts if it began before `end`. */
export function candlesBefore(end: Micros, interval: CandleInterval, count: number): Micros {
  if (interval !== '1M') return Math.max(0, end - count * SPANS[interval]);
  const last = new Date(Math.max(0, end - 1) / 1_000);
  return Math.max(0, Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - (count - 1), 1) * 1_000);
}

const UNITS: readonly (readonly [RegExp, Micros])[] = [
  [/^(m|min|mins|minute|minutes)$/, MINUTE],
  [/^(h|hr|hrs|hour|hours)$/, HOUR],
  [/^(d|day|days)$/, DAY],
  [/^(w|wk|week|weeks)$/, 7 * DAY],
];
const ALONE: Readonly<Record<string, Micros>> = {
  minute: MINUTE,
  hour: HOUR,
  hourly: HOUR,
  day: DAY,
  daily: DAY,
  week: 7 * DAY,
  weekly: 7 * DAY,
};

/** Length of a time in words: `60m`, `1H`, `15 min`, `4 hours`, `day`, `7d`. Null if unreadable or ambiguous. */
export function timeInWords(text: string): Micros | null {
  const alone = ALONE[text.trim().toLowerCase()];
  if (alone !== undefined) return alone;
  const [, number, unit = ''] = /^(\d{1,5})\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  // `M` alone is a month for some and a minute for others.
  if (number === undefined || unit === 'M' || Number(number) === 0) return null;
  const span = UNITS.find(([words]) => words.test(unit.toLowerCase()))?.[1];
  return span === undefined ? null : Number(number) * span;
}

/** The interval that a text means: `1H`, `60m`, `day`, `1W`. `1M` is a month, as venues write it; null if it means none. */
export function candleInterval(text: string): CandleInterval | null {
  if (/^\s*(1\s*(M|mo|mon|month)|month|monthly)\s*$/.test(text)) return '1M';
  const span = timeInWords(text);
  const found = Object.entries(SPANS).find(([, length]) => length === span);
  return found === undefined ? null : (found[0] as CandleInterval);
}
