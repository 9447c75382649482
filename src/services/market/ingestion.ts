import type { MarketReport } from './answers.ts';
import { ageMs, type Reading } from './reading.ts';

const FRESH_MS = 1_000;
const DOWN_MS = 5_000;

/** Milliseconds since the newest message about this instrument was received; null before the first. */
export function dataAgeMs({ symbol, at }: Reading): number | null {
  const times = Object.values(symbol.streams).flatMap(({ lastAt }) => (lastAt === null ? [] : [lastAt]));
  return times.length === 0 ? null : ageMs(Math.max(...times), at);
}

/** Brief 003 FR-021: `ok` up to a second of age and with the book whole, `down` past five seconds or without connection. */
export function ingestionOf(reading: Reading): MarketReport['ingestion'] {
  const age = dataAgeMs(reading);
  const { state } = reading.symbol.streams.book;
  const fresh = age !== null && age <= FRESH_MS;
  if (age === null || age > DOWN_MS || state === 'down') return { status: 'down', fresh: fresh && state !== 'down' };
  return { status: fresh && state === 'synced' ? 'ok' : 'degraded', fresh };
}
