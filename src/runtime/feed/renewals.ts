import { US_PER_MINUTE, US_PER_SECOND } from '../../core/index.ts';
import { handOver, slotOf } from './connections.ts';
import { backoff, type Context } from './context.ts';
import { openConn } from './slots.ts';
import type { Slot, SymbolState } from './state.ts';
import type { ConnId } from './types.ts';

/** How long the old and new connections run side by side after the new one delivers. */
const OVERLAP_US = 5 * US_PER_SECOND;
/** Minimum time between replacements of a working connection on the venue's request; doubles each time, up to half an hour. */
const RENEW_EVERY_US = US_PER_MINUTE;
const RENEW_DOUBLINGS = 5;
/** A refused subscription is first retried after up to 8 s: the back-off of this attempt. */
const SUBSCRIBE_AGAIN_ATTEMPT = 5;
/** After this long without a replacement, the count restarts at 0. */
const RENEWALS_FORGOTTEN_US = 60 * US_PER_MINUTE;

/**
 * Starts to replace a slot's connection before it ends; both run until the new one delivers. Does nothing while one is
 * starting.
 */
export function renew(context: Context, slot: Slot, why: 'age' | 'the venue'): void {
  if (slot.heir !== null || slot.awaits !== null) return;
  slot.renewAt = null;
  slot.heir = openConn(context, slot);
  // Replacement because of age is rare by itself, so it needs no limit.
  if (why === 'age') return;
  slot.renewedAt = context.feed.now;
  slot.renewals++;
}

/** The venue announced a close. Repeated announcements are followed with growing delays. */
export function closingSoon(context: Context, id: ConnId): void {
  const { feed } = context;
  const conn = feed.conns.get(id);
  const slot = conn && slotOf(context, conn);
  if (slot === undefined || slot.conn !== id) return;
  const since = slot.renewedAt === null ? Number.POSITIVE_INFINITY : feed.now - slot.renewedAt;
  if (since > RENEWALS_FORGOTTEN_US) slot.renewals = 0;
  if (since >= renewalWait(slot)) renew(context, slot, 'the venue');
}

/** Minimum time between replacements on request; the first few are immediate, because venues restart. */
const renewalWait = ({ renewals }: Slot): number =>
  renewals < 3 ? 0 : RENEW_EVERY_US * 2 ** Math.min(renewals - 3, RENEW_DOUBLINGS);

/** The venue refused a subscription: retries over a new connection, backing off up to half a minute. */
export function subscribeAgain(context: Context, id: ConnId): void {
  const { feed } = context;
  const conn = feed.conns.get(id);
  const slot = conn && slotOf(context, conn);
  if (slot === undefined || slot.renewAt !== null) return;
  slot.renewAt = backoff(feed, SUBSCRIBE_AGAIN_ATTEMPT + slot.renewals);
}

/**
 * Whether a connection still has a stream to bring for the first time, of `only` if given. A refusal that names no stream may be
 * of any of these.
 */
export function hasUnheard({ feed }: Context, id: ConnId, only: SymbolState | null): boolean {
  const conn = feed.conns.get(id);
  const openedAt = conn?.openedAt ?? null;
  if (conn === undefined || openedAt === null) return false;
  return (feed.slots[conn.slot]?.subscriptions ?? []).some(({ symbol: name, stream }) => {
    const symbol = feed.symbols.get(name);
    const status = symbol?.streams[stream];
    if (symbol === undefined || status === undefined || symbol.unknown || (only !== null && symbol !== only)) return false;
    return status.heardAt === null || status.heardAt < openedAt;
  });
}

export function finishOverlap(context: Context, slot: Slot): void {
  const { feed } = context;
  const heir = slot.heir === null ? undefined : feed.conns.get(slot.heir);
  if (heir?.firstFrameAt == null || feed.now - heir.firstFrameAt < OVERLAP_US || slot.conn === null) return;
  const old = slot.conn;
  context.effects.push({ kind: 'disconnect', conn: old, reason: 'replaced before its time ran out' });
  feed.conns.delete(old);
  slot.conn = slot.heir;
  slot.heir = null;
  slot.attempt = 0;
  handOver(context, slot, old);
}
