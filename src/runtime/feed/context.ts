import { seededRandom, US_PER_MS, type MarketEvent, type Micros, type Venue } from '../../core/index.ts';
import type { FeedState } from './state.ts';
import type { Effect } from './types.ts';

/** Shared by all parts of the reducer: the venue's rules, the state, and the list of effects so far. */
export interface Context {
  readonly venue: Venue;
  readonly feed: FeedState;
  readonly effects: Effect[];
}

/** What a message contributed; `nothing` if it was unusable or only audits the book. */
export type Novelty = 'new' | 'duplicate' | 'nothing';

export const emit = (context: Context, event: MarketEvent): void => {
  context.effects.push({ kind: 'event', event });
};

const SAMPLE_CHARACTERS = 400;

/** Quarantines input that can't be used, and counts it. The stream continues. */
export function quarantine(context: Context, conn: number | null, reason: string, detail: string, sample: string): void {
  context.feed.quarantined++;
  context.effects.push({ kind: 'quarantine', conn, reason, detail, sample: sample.slice(0, SAMPLE_CHARACTERS) });
}

const NOTES_KEPT = 20;

/** Adds a fact about the venue to its notes, unless it repeats the newest. */
export function note(feed: FeedState, text: string): void {
  if (feed.notes.at(-1) === text) return;
  feed.notes.push(text);
  if (feed.notes.length > NOTES_KEPT) feed.notes.shift();
}

/** Time of the next attempt: 250 ms, doubled per attempt up to 30 s, with jitter over the upper half of the wait. */
export function backoff(feed: FeedState, attempt: number): Micros {
  const random = seededRandom(feed.rng);
  const ceiling = Math.min(250 * 2 ** Math.min(attempt, 10), 30_000);
  const wait = ceiling * (0.5 + random() / 2);
  feed.rng = random.state();
  return feed.now + Math.round(wait * US_PER_MS);
}
