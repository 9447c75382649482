import type { StreamState } from '../../core/index.ts';
import type { MarketReport } from './answers.ts';
import { ageMs, type Reading } from './reading.ts';

const FRESH_MS = 1_000;
/** Past this the feed counts as down. */
export const DOWN_MS = 5_000;

/** Milliseconds since the newest message about this instrument was received; null before the first. */
export function dataAgeMs({ symbol, at }: Reading): number | null {
  const times = Object.values(symbol.streams).flatMap(({ lastAt }) => (lastAt === null ? [] : [lastAt]));
  return times.length === 0 ? null : ageMs(Math.max(...times), at);
}

/** Brief 003 FR-021: `ok` up to a second of age and with the book whole, `down` past five seconds or without connection. */
export function ingestionFrom(age: number | null, book: StreamState): MarketReport['ingestion'] {
  const fresh = age !== null && age <= FRESH_MS;
  if (age === null || age > DOWN_MS || book === 'down') return { status: 'down', fresh: fresh && book !== 'down' };
  return { status: fresh && book === 'synced' ? 'ok' : 'degraded', fresh };
}

export const ingestionOf = (reading: Reading): MarketReport['ingestion'] =>
  ingestionFrom(dataAgeMs(reading), reading.symbol.streams.book.state);
