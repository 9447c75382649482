import {
  socketAddress,
  US_PER_MINUTE,
  US_PER_SECOND,
  type ConnectionPlan,
  type PreflightInput,
  type SocketAddress,
  type Subscription,
} from '../../core/index.ts';
import { backoff, quarantine, type Context } from './context.ts';
import { latestSubscriptions } from './channels.ts';
import { newOutbox, sendWaiting } from './outbox.ts';
import { askAddress, forgetPreflight } from './preflight.ts';
import { planOf, plansOf, subscriptionsOf } from './plans.ts';
import { setSubscribed } from './set-subscribed.ts';
import type { Slot, SymbolState } from './state.ts';
import type { ConnId } from './types.ts';

/** Opens every planned connection, and those of the channels over all symbols. */
export function openAll(context: Context): void {
  const { feed, venue } = context;
  feed.planned = true;
  openPlanned(context, [...latestSubscriptions(context), ...subscriptionsOf(venue, feed.symbols.values())]);
}

/** Opens connections for these symbols, without changing the existing ones. */
export const openFor = (context: Context, symbols: Iterable<SymbolState>): void =>
  openPlanned(context, subscriptionsOf(context.venue, symbols));

function openPlanned(context: Context, wanted: readonly Subscription[]): void {
  const { feed, venue } = context;
  for (const { subscriptions } of plansOf(venue, feed, wanted)) openSlot(context, subscriptions);
}

function openSlot(context: Context, subscriptions: readonly Subscription[]): void {
  const { slots } = context.feed;
  const free = slots.findIndex((slot) => slot.subscriptions.length === 0);
  const plan = free === -1 ? slots.length : free;
  const slot = newSlot(plan, subscriptions);
  slots[plan] = slot;
  slot.conn = openConn(context, slot);
}

const newSlot = (plan: number, subscriptions: readonly Subscription[]): Slot => ({
  plan,
  subscriptions,
  conn: null,
  heir: null,
  attempt: 0,
  retryAt: null,
  recycledAt: null,
  renewedAt: null,
  renewals: 0,
  renewAt: null,
  awaits: null,
});

/** Removes a symbol from its connections, and closes each connection that then carries nothing. */
export function leaveSlots(context: Context, symbol: string): void {
  const { feed, venue } = context;
  for (const slot of [...feed.slots]) {
    if (!slot.subscriptions.some((one) => one.symbol === symbol)) continue;
    const before = planOf(context, slot);
    const left = slot.subscriptions.filter((one) => one.symbol !== symbol);
    // For the remaining symbols, single streams may now cost less than a channel of all instruments.
    const [own, ...others] = plansOf(venue, feed, left);
    slot.subscriptions = own?.subscriptions ?? [];
    if (own === undefined) closeSlot(context, slot);
    else if (before !== undefined) unsubscribe(context, slot, symbol, before);
    for (const { subscriptions } of others) openSlot(context, subscriptions);
  }
}

function closeSlot({ feed, effects }: Context, slot: Slot): void {
  forgetPreflight(feed, slot);
  for (const conn of [slot.conn, slot.heir]) {
    if (conn === null) continue;
    effects.push({ kind: 'disconnect', conn, reason: 'nothing is followed over it any more' });
    feed.conns.delete(conn);
  }
  Object.assign(slot, newSlot(slot.plan, []));
}

function unsubscribe(context: Context, slot: Slot, symbol: string, before: ConnectionPlan): void {
  const frames = context.venue.connect.unsubscribe(symbol, before);
  for (const id of [slot.conn, slot.heir]) {
    const conn = id === null ? undefined : context.feed.conns.get(id);
    // A connection not yet open will subscribe to the new list, so it needs no frames unless its URL has changed.
    if (conn === undefined || (conn.openedAt === null && planOf(context, slot)?.url === before.url)) continue;
    conn.outbox.push(...frames);
    sendWaiting(context, conn);
  }
}

export function openConn(context: Context, slot: Slot): ConnId | null {
  const { feed, venue } = context;
  const plan = planOf(context, slot);
  if (plan === undefined || slot.awaits !== null) return null;
  feed.connects = feed.connects.filter((at) => at > feed.now - US_PER_MINUTE);
  // A slot that waits for an address counts too, because it connects as soon as the address arrives.
  const waiting = feed.slots.filter(({ awaits }) => awaits !== null).length;
  if (feed.connects.length + waiting >= venue.card.connectsPerMinute) {
    slot.retryAt = feed.now + US_PER_SECOND;
    return null;
  }
  slot.retryAt = null;
  const id = feed.nextConn++;
  if (askAddress(context, slot, { conn: id, url: plan.url })) return null;
  return connect(context, slot, { ...plan, id });
}

function connect(
  { feed, effects }: Context,
  slot: Slot,
  { id, url, headers }: Pick<ConnectionPlan, 'url' | 'headers'> & { readonly id: ConnId },
): ConnId {
  const { now } = feed;
  feed.connects.push(now);
  feed.conns.set(id, {
    id,
    slot: slot.plan,
    startedAt: now,
    openedAt: null,
    aliveAt: now,
    pingedAt: null,
    firstFrameAt: null,
    frames: 0,
    goodAt: null,
    repeats: false,
    ...newOutbox(),
    numbers: new Map(),
  });
  effects.push({ kind: 'connect', conn: id, url, headers });
  return id;
}

const waitsFor = ({ feed }: Context, conn: ConnId): Slot | undefined => feed.slots.find(({ awaits }) => awaits === conn);

/** Connects to the address that the venue gave. Nothing if the connection is no longer needed. */
export function takeAddress(context: Context, { conn, url: planned }: PreflightInput, given: SocketAddress): void {
  const slot = waitsFor(context, conn);
  const plan = planOf(context, slot);
  if (slot === undefined || plan === undefined) return;
  const address = socketAddress(planned, given.url);
  if (!address.ok) {
    quarantine(context, null, address.error.reason, `preflight: ${address.error.detail}`, '');
    return preflightFailed(context, conn, address.error.detail);
  }
  slot.awaits = null;
  // A symbol has left meanwhile, and the address is for its streams too.
  const id =
    plan.url === planned
      ? connect(context, slot, { id: conn, url: address.value, headers: plan.headers })
      : openConn(context, slot);
  if (slot.conn !== null) slot.heir = id;
  else startServing(context, slot, { id, reason: 'the venue gave an address' });
}

/** Asks for an address again later. A connection that still works continues meanwhile. */
export function preflightFailed(context: Context, conn: ConnId, why: string): void {
  const { feed } = context;
  const slot = waitsFor(context, conn);
  if (slot === undefined) return;
  slot.awaits = null;
  slot.retryAt = backoff(feed, slot.attempt++);
  if (slot.conn !== null) return;
  setSubscribed(context, slot.subscriptions, 'down', `the venue gave no address to connect to: ${why}`);
}

/** Sets the connection of a slot; null: there is none yet. */
export function startServing(
  context: Context,
  slot: Slot,
  { id, reason }: { readonly id: ConnId | null; readonly reason: string },
): void {
  slot.conn = id;
  if (id !== null) setSubscribed(context, slot.subscriptions, 'connecting', reason);
}
