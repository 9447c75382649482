import { US_PER_SECOND, type SendLimits } from '../../core/index.ts';
import { note, type Context } from './context.ts';
import { planOf } from './plans.ts';
import { startWaiting } from './snapshot-wait.ts';
import type { Conn } from './state.ts';
import type { ConnId, Effect } from './types.ts';

const HOUR_US = 3_600 * US_PER_SECOND;
/** Frames per second reserved for pings and replies. */
const KEPT_FREE = 1;

export const newOutbox = (): Pick<Conn, 'outbox' | 'isSubscribing' | 'resyncs' | 'sentAt' | 'subscribedAt'> => ({
  outbox: [],
  isSubscribing: false,
  resyncs: [],
  sentAt: [],
  subscribedAt: [],
});

const limitsOf = (context: Context, { slot }: Conn): SendLimits | undefined => planOf(context, context.feed.slots[slot])?.sends;

/** Sends a ping or a reply at once. It counts against the venue's limit like any frame. */
export function sendNow(context: Context, id: ConnId, effect: Extract<Effect, { kind: 'send' | 'ping' }>): void {
  const conn = context.feed.conns.get(id);
  if (conn !== undefined && limitsOf(context, conn)?.framesPerSecond != null) conn.sentAt.push(context.feed.now);
  context.effects.push(effect);
}

/** Sends a connection's first frames, in order, as fast as the venue's limits allow. */
export function subscribe(context: Context, conn: Conn, frames: readonly string[]): void {
  conn.outbox.push(...frames);
  conn.isSubscribing = true;
  sendWaiting(context, conn);
}

/** Queues a book to be resubscribed, unless it is already queued. */
export function resubscribe(context: Context, conn: Conn, symbol: string): void {
  if (!conn.resyncs.includes(symbol)) conn.resyncs.push(symbol);
  sendWaiting(context, conn);
}

/** How many frames may be sent now. */
function room({ feed }: Context, conn: Conn, { framesPerSecond, subscriptionsPerHour }: SendLimits): number {
  let least = Number.POSITIVE_INFINITY;
  if (framesPerSecond !== null) {
    conn.sentAt = conn.sentAt.filter((at) => at > feed.now - US_PER_SECOND);
    least = Math.max(1, framesPerSecond - KEPT_FREE) - conn.sentAt.length;
  }
  if (subscriptionsPerHour === null) return least;
  conn.subscribedAt = conn.subscribedAt.filter((at) => at > feed.now - HOUR_US);
  return Math.min(least, subscriptionsPerHour - conn.subscribedAt.length);
}

/** Sends a connection's queued frames, oldest first: its subscriptions, then books to resubscribe. */
export function sendWaiting(context: Context, conn: Conn): void {
  if (conn.openedAt === null) return;
  conn.isSubscribing &&= conn.outbox.length > 0;
  if (conn.outbox.length === 0 && conn.resyncs.length === 0) return;
  const limits = limitsOf(context, conn);
  if (limits === undefined) return;
  for (let left = room(context, conn, limits); left > 0; left--) {
    const text = conn.outbox.shift() ?? nextResync(context, conn, limits);
    if (text === undefined) break;
    if (limits.framesPerSecond !== null) conn.sentAt.push(context.feed.now);
    if (limits.subscriptionsPerHour !== null) conn.subscribedAt.push(context.feed.now);
    context.effects.push({ kind: 'send', conn: conn.id, text });
    conn.isSubscribing &&= conn.outbox.length > 0;
  }
  const { subscriptionsPerHour: hourly } = limits;
  const waits = conn.outbox.length + conn.resyncs.length > 0;
  if (waits && hourly !== null && hourly - conn.subscribedAt.length <= 1)
    note(context.feed, `subscriptions wait: the venue allows ${hourly} an hour on a connection`);
}

/** The first resync frame of the next queued book that still needs it; the book's other frames go to the outbox. */
function nextResync(context: Context, conn: Conn, { subscriptionsPerHour }: SendLimits): string | undefined {
  const { feed, venue } = context;
  for (;;) {
    const name = conn.resyncs[0];
    if (name === undefined) return undefined;
    const book = feed.symbols.get(name)?.book;
    if (book === undefined || book.phase === 'synced' || book.owner !== conn.id) {
      conn.resyncs.shift();
      continue;
    }
    const [first, ...others] = venue.connect.resync(name);
    // A book must not stay unsubscribed until the hour is over.
    if (subscriptionsPerHour !== null && conn.subscribedAt.length + 1 + others.length > subscriptionsPerHour) return undefined;
    conn.resyncs.shift();
    conn.outbox.push(...others);
    startWaiting(context, book);
    if (first !== undefined) return first;
  }
}
