import { US_PER_SECOND } from '../../core/index.ts';
import { loseBook } from './book-resync.ts';
import { backoff, note, type Context } from './context.ts';
import { subscribe } from './outbox.ts';
import { planOf, wsHost } from './plans.ts';
import { setSubscribed } from './set-subscribed.ts';
import { SNAPSHOT_WITHIN_US } from './snapshot-wait.ts';
import type { Conn, Slot, SymbolState } from './state.ts';
import { setStream } from './streams.ts';
import type { ConnId } from './types.ts';

const STABLE_US = 10 * US_PER_SECOND;

export const slotOf = ({ feed }: Context, conn: Conn): Slot | undefined => feed.slots[conn.slot];

/** A socket opened: subscribes, and sets its streams to syncing. */
export function opened(context: Context, id: ConnId): void {
  const { feed } = context;
  const conn = feed.conns.get(id);
  const slot = conn && slotOf(context, conn);
  const plan = planOf(context, slot);
  if (conn === undefined || plan === undefined) return;
  conn.openedAt = feed.now;
  conn.aliveAt = feed.now;
  subscribe(context, conn, plan.onOpen);
  if (slot?.heir === id) return;
  for (const { symbol, stream } of plan.subscriptions) {
    const state = feed.symbols.get(symbol);
    if (stream === 'book' && state && context.venue.book.snapshot === 'stream') awaitInStream(state, id, feed.now);
  }
  setSubscribed(context, plan.subscriptions, 'syncing', 'subscribed');
}

/** The subscription brings the book's snapshot; resubscribe if it doesn't. */
function awaitInStream({ book }: SymbolState, id: ConnId, now: number): void {
  book.phase = 'awaiting';
  book.owner = id;
  book.retryAt = now + SNAPSHOT_WITHIN_US;
}

/** A frame or pong shows that the connection is alive. Frames for 10 s show that it is stable, and reset its back-off. */
export function alive(context: Context, id: ConnId, what: 'frame' | 'pong'): Conn | undefined {
  const { feed } = context;
  const conn = feed.conns.get(id);
  if (conn === undefined) return undefined;
  conn.aliveAt = feed.now;
  if (what === 'frame') {
    conn.frames++;
    conn.firstFrameAt ??= feed.now;
    const slot = slotOf(context, conn);
    if (slot && slot.attempt > 0 && feed.now - conn.firstFrameAt > STABLE_US) slot.attempt = 0;
  }
  return conn;
}

/** A connection was closed, by either side: its streams go down, and it is retried for ever. */
export function lost(context: Context, id: ConnId, reason: string, status: number | null = null): void {
  const { feed } = context;
  const conn = feed.conns.get(id);
  if (conn === undefined) return;
  feed.conns.delete(id);
  const slot = slotOf(context, conn);
  if (slot === undefined) return;
  if (slot.heir === id) {
    slot.heir = null;
    slot.retryAt = backoff(feed, ++slot.attempt);
    return;
  }
  if (slot.conn !== id) return;
  feed.reconnects++;
  const blocked = status === 451 || status === 403;
  if (blocked) note(feed, `${wsHost(feed)} refuses us: HTTP ${status}`);
  if (blocked || conn.firstFrameAt === null) feed.wsHost++;
  slot.conn = slot.heir;
  slot.heir = null;
  if (slot.conn !== null) return handOver(context, slot, id);
  slot.retryAt = backoff(feed, slot.attempt++);
  const text = blocked ? `the venue refuses the connection: HTTP ${status}` : reason;
  for (const one of slot.subscriptions) {
    const state = feed.symbols.get(one.symbol);
    if (one.stream === 'book' && state) loseBook(context, state);
    setSubscribed(context, [one], 'down', text);
  }
}

/** The new connection now serves the slot; a book that only the old one fed must resync. */
export function handOver(context: Context, slot: Slot, old: ConnId): void {
  for (const { symbol, stream } of slot.subscriptions) {
    const state = context.feed.symbols.get(symbol);
    if (state === undefined || stream !== 'book' || state.book.owner !== old) continue;
    loseBook(context, state);
    setStream(context, state, 'book', 'syncing', 'connection replaced');
  }
}
