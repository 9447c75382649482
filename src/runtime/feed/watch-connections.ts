import {
  ALL_SYMBOLS,
  STREAMS,
  US_PER_MINUTE,
  US_PER_MS,
  US_PER_SECOND,
  type ConnectionPlan,
  type StreamKind,
} from '../../core/index.ts';
import { noteCarriers } from './carriers.ts';
import { allChannel } from './channels.ts';
import { lost, slotOf } from './connections.ts';
import type { Context } from './context.ts';
import { sendNow, sendWaiting } from './outbox.ts';
import { planOf } from './plans.ts';
import { finishOverlap, renew } from './renewals.ts';
import { openConn, startServing } from './slots.ts';
import type { Conn, FeedState, Slot } from './state.ts';
import type { ConnId } from './types.ts';

const OPEN_WITHIN_US = 10 * US_PER_SECOND;
const PONG_WITHIN_US = 10 * US_PER_SECOND;
/** A planned connection is renewed this long before the venue would close it. */
const RENEW_BEFORE_US = 30 * US_PER_MINUTE;
const SILENT_CHANNEL_US = 30 * US_PER_SECOND;
const RECYCLE_EVERY_US = 5 * US_PER_MINUTE;

const drop = (context: Context, id: ConnId, reason: string): void => {
  context.effects.push({ kind: 'disconnect', conn: id, reason });
  lost(context, id, reason);
};

/** Runs the timers of all connections. */
export function watchConnections(context: Context): void {
  const { feed } = context;
  noteCarriers(context.feed);
  for (const conn of [...feed.conns.values()]) {
    const slot = slotOf(context, conn);
    const plan = planOf(context, slot);
    if (slot && plan) watchOne(context, conn, { slot, plan });
  }
  for (const slot of feed.slots) {
    if (slot.retryAt === null || feed.now < slot.retryAt) continue;
    slot.retryAt = null;
    if (slot.conn === null) {
      startServing(context, slot, { id: openConn(context, slot), reason: 'reconnecting' });
    } else if (slot.heir === null) slot.heir = openConn(context, slot);
  }
}

function watchOne(context: Context, conn: Conn, { slot, plan }: { readonly slot: Slot; readonly plan: ConnectionPlan }): void {
  const { feed } = context;
  if (conn.openedAt === null) {
    if (feed.now - conn.startedAt > OPEN_WITHIN_US) drop(context, conn.id, 'did not open in 10 s');
    return;
  }
  const silent = feed.now - conn.aliveAt;
  if (silent > plan.idleMs * US_PER_MS) return drop(context, conn.id, `no frame and no pong for ${plan.idleMs} ms`);
  if (conn.pingedAt !== null && conn.aliveAt < conn.pingedAt && feed.now - conn.pingedAt > PONG_WITHIN_US)
    return drop(context, conn.id, 'no pong in 10 s');
  if (feed.now - Math.max(conn.pingedAt ?? 0, conn.openedAt) > plan.ping.everyMs * US_PER_MS) {
    conn.pingedAt = feed.now;
    const { text } = plan.ping;
    sendNow(context, conn.id, text === null ? { kind: 'ping', conn: conn.id } : { kind: 'send', conn: conn.id, text });
  }
  sendWaiting(context, conn);
  if (slot.conn !== conn.id) return;
  if (slot.renewAt !== null && feed.now >= slot.renewAt) renew(context, slot, 'the venue');
  if (plan.maxAgeMs !== null && feed.now - conn.openedAt > plan.maxAgeMs * US_PER_MS - RENEW_BEFORE_US)
    renew(context, slot, 'age');
  if (slot.heir !== null) finishOverlap(context, slot);
  else watchChannels(context, slot, conn);
}

/** Reconnects if a book channel, or one over all symbols, is silent on a live connection: its subscription is then lost. */
function watchChannels(context: Context, slot: Slot, conn: Conn): void {
  const { feed } = context;
  if (slot.recycledAt !== null && feed.now - slot.recycledAt < RECYCLE_EVERY_US) return;
  const silent = slot.subscriptions.find(({ symbol, stream }) => {
    if (symbol === ALL_SYMBOLS) return isLost(feed, stream);
    const status = feed.symbols.get(symbol)?.streams[stream];
    return stream === 'book' && status?.state === 'stale' && feed.now - status.since > SILENT_CHANNEL_US;
  });
  if (silent === undefined) return;
  slot.recycledAt = feed.now;
  const what = silent.symbol === ALL_SYMBOLS ? `the channel of every ${silent.stream}` : 'a book channel';
  drop(context, conn.id, `${what} went silent`);
}

/** Whether a channel over all symbols went silent, or never began. */
function isLost(feed: FeedState, kind: StreamKind): boolean {
  const channel = allChannel(feed, kind);
  if (channel === undefined) return false;
  const within = channel.state === 'syncing' ? STREAMS[kind].silentMs * US_PER_MS : SILENT_CHANNEL_US;
  return (channel.state === 'stale' || channel.state === 'syncing') && feed.now - channel.since > within;
}
