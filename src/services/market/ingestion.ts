import type { StreamKind, StreamState } from '../../core/index.ts';
import type { MarketReport } from './answers.ts';
import { ageMs, type Reading } from './reading.ts';

const FRESH_MS = 1_000;
/** Past this the feed counts as down. */
export const DOWN_MS = 5_000;

const STREAMS: readonly StreamKind[] = ['book', 'trade', 'ticker', 'quote'];

/** The stream that had the newest message about this instrument; null before the first. */
export function newestStream({ symbol: { streams } }: Reading): StreamKind | null {
  const timeOf = (stream: StreamKind) => streams[stream].lastAt ?? Number.NEGATIVE_INFINITY;
  const newest = STREAMS.reduce((best, stream) => (timeOf(stream) > timeOf(best) ? stream : best));
  return streams[newest].lastAt === null ? null : newest;
}

/** Milliseconds since the newest message about this instrument was received; null before the first. */
export function dataAgeMs(reading: Reading): number | null {
  const newest = newestStream(reading);
  return newest === null ? null : ageMs(reading.symbol.streams[newest].lastAt, reading.at);
}

/** Brief 003 FR-021: `ok` up to a second of age and with the book whole, `down` past five seconds or without connection. */
export function ingestionFrom(age: number | null, book: StreamState): MarketReport['ingestion'] {
  const fresh = age !== null && age <= FRESH_MS;
  if (age === null || age > DOWN_MS || book === 'down') return { status: 'down', fresh: fresh && book !== 'down' };
  return { status: fresh && book === 'synced' ? 'ok' : 'degraded', fresh };
}

export const ingestionOf = (reading: Reading): MarketReport['ingestion'] =>
  ingestionFrom(dataAgeMs(reading), reading.symbol.streams.book.state);
