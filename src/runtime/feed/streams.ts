import { US_PER_MS, US_PER_SECOND, type Micros, type StreamKind, type StreamState } from '../../core/index.ts';
import { emit, type Context } from './context.ts';
import type { StreamStatus, SymbolState } from './state.ts';

const DAY_US = 86_400 * US_PER_SECOND;
const GAPS_KEPT = 10_000;
/** Silences needed before a stream's usual silence is known. */
const HABIT_SAMPLES = 100;
const HABIT_FORGETS_AT = 4_000;
const LAST_BUCKET = 31;
const LONGEST_COUNTED_MS = 2 ** LAST_BUCKET;
/** Multiple of the 99th percentile of a stream's silences after which it is stale. */
const STALE_FACTOR = 6;

/**
 * Sets a stream's state and emits the change. Does nothing if state and reason are unchanged, or the symbol lacks the stream.
 */
export function setStream(context: Context, symbol: SymbolState, stream: StreamKind, state: StreamState, reason: string): void {
  const status = symbol.streams[stream];
  if (status === undefined || (status.state === state && status.reason === reason)) return;
  const { feed, venue } = context;
  status.state = state;
  status.reason = reason;
  status.since = feed.now;
  if (state === 'gap') recordGap(status, feed.now);
  emit(context, {
    type: 'feed_state',
    venue: venue.card.id,
    symbol: symbol.symbol,
    tsEvent: feed.now,
    tsRecv: feed.now,
    seq: status.seq,
    stream,
    state,
    reason,
  });
}

/** Sets the venue's number of the stream's newest message. */
export function setSeq({ streams }: SymbolState, stream: StreamKind, seq: number | null): void {
  const status = streams[stream];
  if (status !== undefined) status.seq = seq;
}

/** Records the time of a gap. */
export function recordGap(status: StreamStatus, now: Micros): void {
  status.gaps.push(now);
  while (status.gaps.length > GAPS_KEPT || (status.gaps[0] ?? now) < now - DAY_US) status.gaps.shift();
}

/** Gaps in the 24 hours before `now`. */
export const gapsInDay = (status: StreamStatus, now: Micros): number => status.gaps.filter((at) => at >= now - DAY_US).length;

/** Exponent, 0 to 31, of the smallest power of two that is at least this silence in milliseconds. */
const bucketOf = (ms: number): number =>
  ms <= 1 ? 0 : ms > LONGEST_COUNTED_MS ? LAST_BUCKET : 32 - Math.clz32(Math.ceil(ms) - 1);

/**
 * Counts a new message and learns how long the stream is usually silent. `asOf`: the valid time of the message, by our
 * clock. Not to be called for duplicates and old messages, because they are no sign of life.
 */
export function heard(status: StreamStatus, now: Micros, asOf: Micros = now): void {
  if (status.heardAt !== null) {
    const bucket = bucketOf((now - status.heardAt) / US_PER_MS);
    while (status.silences.length <= bucket) status.silences.push(0);
    status.silences[bucket] = (status.silences[bucket] ?? 0) + 1;
    if (status.messages % HABIT_FORGETS_AT === 0) status.silences = status.silences.map((count) => Math.ceil((count ?? 0) / 2));
  }
  status.heardAt = now;
  status.lastAt = Math.max(status.lastAt ?? Number.NEGATIVE_INFINITY, Math.min(asOf, now));
  status.messages++;
}

/**
 * Milliseconds of silence after which a stream is stale: six times the 99th percentile of its silences (to the next power
 * of two), at least `leastMs`. Null before a hundred silences.
 */
export function staleAfterMs(status: StreamStatus, leastMs: number): number | null {
  const total = status.silences.reduce((sum, count) => sum + (count ?? 0), 0);
  if (total < HABIT_SAMPLES) return null;
  let seen = 0;
  const bucket = status.silences.findIndex((count) => (seen += count ?? 0) >= total * 0.99);
  return Math.max(leastMs, STALE_FACTOR * 2 ** bucket);
}
