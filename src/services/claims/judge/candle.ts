import type { Term } from '../terms/term.ts';
import type { Clause } from '../text/clauses.ts';
import { timeUnit } from '../text/units.ts';
import { valueAt } from './fields.ts';
import type { Answer } from './proven.ts';

const MS_PER_SECOND = 1_000;

/** Seconds of a candle's interval such as `1m`; null if it is invalid. */
export function intervalSeconds(interval: unknown): number | null {
  const found = typeof interval === 'string' ? /^(\d+)([smhd])$/.exec(interval) : null;
  return found === null ? null : Number(found[1]) * (timeUnit(found[2] as string) ?? Number.NaN);
}

const PAST = ['was', 'were', 'had'];

/**
 * An open candle has no close yet. Its high, low and volume count only if it is called the current or the last candle, in the
 * present tense.
 */
export function whyUnended({ path }: Term, place: string | undefined, { words }: Clause, answer: Answer): string | null {
  const seconds = intervalSeconds(answer['interval']);
  const part = /^candles\[\]\.(\w+)$/.exec(path)?.[1];
  if (seconds === null || part === undefined || part === 'open' || place === undefined) return null;
  const start = valueAt(answer, place.replace(/\.\w+$/, '.start'));
  const ends = Date.parse(String(start)) + seconds * MS_PER_SECOND;
  if (ends <= Date.parse(String(answer['as_of']))) return null;
  return part !== 'close' && (words.has('current') || words.has('last')) && !PAST.some((word) => words.has(word))
    ? null
    : part === 'close'
      ? "the candle was still open at the answer's time, so its close was unknown"
      : 'the candle was still open at the answer\'s time; say "the current candle"';
}
