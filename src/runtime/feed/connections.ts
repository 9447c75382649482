import {
  socketAddress,
  US_PER_MS,
  US_PER_MINUTE,
  US_PER_SECOND,
  type ConnectionPlan,
  type PreflightInput,
  type SocketAddress,
  type Subscription,
} from '../../core/index.ts';
import { backoff, note, quarantine, type Context } from './context.ts';
import { loseBook } from './book-resync.ts';
import { noteCarriers } from './carriers.ts';
import { newOutbox, sendNow, sendWaiting, subscribe } from './outbox.ts';
import { askAddress, forgetPreflight } from './preflight.ts';
import { planOf, plansOf, subscriptionsOf, wsHost } from './plans.ts';
import { SNAPSHOT_WITHIN_US } from './snapshot-wait.ts';
import { setStream } from './streams.ts';
import type { Conn, Slot, SymbolState } from './state.ts';
import type { ConnId } from './types.ts';

const OPEN_WITHIN_US = 10 * US_PER_SECOND;
const PONG_WITHIN_US = 10 * US_PER_SECOND;
/** A planned connection is renewed this long before the venue would close it. */
const RENEW_BEFORE_US = 30 * US_PER_MINUTE;
/** How long the old and new connections run side by side after the new one delivers. */
const OVERLAP_US = 5 * US_PER_SECOND;
const STABLE_US = 10 * US_PER_SECOND;
const SILENT_CHANNEL_US = 30 * US_PER_SECOND;
const RECYCLE_EVERY_US = 5 * US_PER_MINUTE;
/** Minimum time between replacements of a working connection on the venue's request; doubles each time, up to half an hour. */
const RENEW_EVERY_US = US_PER_MINUTE;
const RENEW_DOUBLINGS = 5;
/** A refused subscription is first retried after up to 8 s: the back-off of this attempt. */
const SUBSCRIBE_AGAIN_ATTEMPT = 5;
/** After this long without a replacement, the count restarts at 0. */
const RENEWALS_FORGOTTEN_US = 60 * US_PER_MINUTE;

/** Opens every planned connection. */
export function openAll(context: Context): void {
  context.feed.planned = true;
  openFor(context, context.feed.symbols.values());
}

/** Opens connections for these symbols, without changing the existing ones. */
export function openFor(context: Context, symbols: Iterable<SymbolState>): void {
  const { feed, venue } = context;
  for (const { subscriptions } of plansOf(venue, feed, subscriptionsOf(venue, symbols))) openSlot(context, subscriptions);
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

function openConn(context: Context, slot: Slot): ConnId | null {
  const { feed, venue } = context;
  const plan = planOf(context, slot);
  if (plan === undefined || slot.awaits !== null) return null;
  feed.connects = feed.connects.filter((at) => at > feed.now - US_PER_MINUTE);
  // Slots that wait for an address connect as soon as it comes.
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
  for (const { symbol, stream } of slot.subscriptions) {
    const state = feed.symbols.get(symbol);
    if (state !== undefined) setStream(context, state, stream, 'down', `the venue gave no address to connect to: ${why}`);
  }
}

/** Makes a new connection the one of its slot; null: there is none yet. */
function startServing(
  context: Context,
  slot: Slot,
  { id, reason }: { readonly id: ConnId | null; readonly reason: string },
): void {
  slot.conn = id;
  for (const { symbol, stream } of slot.subscriptions) {
    const state = context.feed.symbols.get(symbol);
    if (id !== null && state) setStream(context, state, stream, 'connecting', reason);
  }
}

const slotOf = ({ feed }: Context, conn: Conn): Slot | undefined => feed.slots[conn.slot];

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
    if (state === undefined) continue;
    if (stream === 'book' && context.venue.book.snapshot === 'stream') awaitInStream(state, id, feed.now);
    setStream(context, state, stream, 'syncing', 'subscribed');
  }
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
  for (const { symbol, stream } of slot.subscriptions) {
    const state = feed.symbols.get(symbol);
    if (state === undefined) continue;
    if (stream === 'book') loseBook(context, state);
    setStream(context, state, stream, 'down', text);
  }
}

/** The new connection now serves the slot; a book that only the old one fed must resync. */
function handOver(context: Context, slot: Slot, old: ConnId): void {
  for (const { symbol, stream } of slot.subscriptions) {
    const state = context.feed.symbols.get(symbol);
    if (state === undefined || stream !== 'book' || state.book.owner !== old) continue;
    loseBook(context, state);
    setStream(context, state, 'book', 'syncing', 'connection replaced');
  }
}

/**
 * Starts to replace a slot's connection before it ends; both run until the new one delivers. Does nothing while one is
 * starting.
 */
function renew(context: Context, slot: Slot, why: 'age' | 'the venue'): void {
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

function finishOverlap(context: Context, slot: Slot): void {
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

/** Reconnects if a book channel is silent on a live connection, because its subscription is then lost. */
function watchChannels(context: Context, slot: Slot, conn: Conn): void {
  const { feed } = context;
  if (slot.recycledAt !== null && feed.now - slot.recycledAt < RECYCLE_EVERY_US) return;
  const silent = slot.subscriptions.some(({ symbol, stream }) => {
    const status = feed.symbols.get(symbol)?.streams[stream];
    return stream === 'book' && status?.state === 'stale' && feed.now - status.since > SILENT_CHANNEL_US;
  });
  if (!silent) return;
  slot.recycledAt = feed.now;
  drop(context, conn.id, 'a book channel went silent');
}
