import { US_PER_SECOND } from '../../core/index.ts';
import { backoff, type Context } from './context.ts';
import type { BookSync } from './state.ts';

/** How long a subscription may take to bring its first book. */
export const SNAPSHOT_WITHIN_US = 5 * US_PER_SECOND;
/** Added to the back-off if the venue must unsubscribe and subscribe again. */
const IN_STREAM_US = 2 * US_PER_SECOND;

/** Records that a snapshot was requested, and when to retry. */
export function startWaiting({ feed, venue }: Pick<Context, 'feed' | 'venue'>, book: BookSync): void {
  book.askedAt = feed.now;
  book.retryAt = backoff(feed, ++book.attempt) + (venue.book.snapshot === 'stream' ? IN_STREAM_US : 0);
}
