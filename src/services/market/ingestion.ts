import type { Micros, StreamKind, StreamState } from '../../core/index.ts';
import type { MarketReport } from './answers.ts';
import { ageMs, type Reading } from './reading.ts';
import { marketState, streamsIn } from './standing.ts';

const FRESH_MS = 1_000;
/** Age of the newest data above which the feed counts as down. */
export const DOWN_MS = 5_000;

/** The stream that had the newest message about this instrument, and when; null before the first. */
function newestMessage({ symbol }: Reading): { readonly stream: StreamKind; readonly at: Micros } | null {
  let newest: { readonly stream: StreamKind; readonly at: Micros } | null = null;
  for (const [stream, { lastAt }] of streamsIn(symbol))
    if (lastAt !== null && (newest === null || lastAt > newest.at)) newest = { stream, at: lastAt };
  return newest;
}

/** The stream that had the newest message about this instrument; null before the first. */
export const newestStream = (reading: Reading): StreamKind | null => newestMessage(reading)?.stream ?? null;

/** Milliseconds since the newest message about this instrument was received; null before the first. */
export function dataAgeMs(reading: Reading): number | null {
  const newest = newestMessage(reading);
  return newest === null ? null : ageMs(newest.at, reading.at);
}

/** `ok` with data up to a second old and a synced book; `down` after five seconds or without connection. */
export function ingestionFrom(age: number | null, book: StreamState): MarketReport['ingestion'] {
  const fresh = age !== null && age <= FRESH_MS;
  if (age === null || age > DOWN_MS || book === 'down') return { status: 'down', fresh: fresh && book !== 'down' };
  return { status: fresh && book === 'synced' ? 'ok' : 'degraded', fresh };
}

export const ingestionOf = (reading: Reading): MarketReport['ingestion'] =>
  ingestionFrom(dataAgeMs(reading), marketState(reading.symbol));
