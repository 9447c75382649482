import type { BusStamp } from '../../core/envelope.ts';
import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { Outgoing } from './outgoing.ts';
import type { Lease, StreamInfo } from './types.ts';

interface Queued {
  readonly n: number;
  readonly text: string;
  readonly at: Micros;
}

/**
 * Messages to be published in one stream. Recently sent messages are kept and sent again after a lost connection, because they may
 * not have
 * arrived; readers drop duplicates.
 */
export interface SendQueue {
  readonly stream: string;
  readonly instruments: Omit<StreamInfo, 'at'>[];
  /** Null while another process publishes the stream. */
  lease: Lease | null;
  renewedAt: Micros;
  /** All messages since the feed began, until the owner of the stream is known; null afterwards, or if they are too many. */
  early: (readonly Outgoing[])[] | null;
  /** Number of the last message, counted from 1 for each lease; `settled` is the last that the bus accepted. */
  n: number;
  settled: number;
  waiting: Queued[];
  /** Characters of the waiting messages. */
  characters: number;
  sent: Queued[];
  /** Trades of the last seconds, published by this process if it takes over the stream. */
  trades: { readonly outgoing: Outgoing; readonly at: Micros }[];
  /** Number of the connection last used. */
  session: number;
  sending: boolean;
}

const RESEND_US = 5 * US_PER_SECOND;
/** Longer than a lease, so that trades which its last holder did not publish are included. */
const TRADES_US = 15 * US_PER_SECOND;

export const newQueue = (stream: string): SendQueue => ({
  stream,
  instruments: [],
  lease: null,
  renewedAt: 0,
  early: [],
  n: 0,
  settled: 0,
  waiting: [],
  characters: 0,
  sent: [],
  trades: [],
  session: 0,
  sending: false,
});

/** Discards the waiting messages, because the lease is new or lost. */
export function resetQueue(queue: SendQueue, lease: Lease | null, now: Micros): void {
  Object.assign(queue, { lease, renewedAt: now, early: null, n: 0, settled: 0, waiting: [], characters: 0, sent: [] });
}

const skewed = (skew = 0): Pick<BusStamp, 'skew_us'> => (skew === 0 ? {} : { skew_us: skew });

/** Numbers the messages of one input and queues them. */
export function addGroup(queue: SendQueue, lease: Lease, group: readonly Outgoing[], now: Micros): void {
  for (const [i, { body, offset, skew, log }] of group.entries()) {
    const n = ++queue.n;
    const stamp: BusStamp = { epoch: lease.token, n, rest: group.length - 1 - i, offset_us: offset, ...skewed(skew), log };
    const text = JSON.stringify({ ...body, bus: stamp });
    queue.waiting.push({ n, text, at: now });
    queue.characters += text.length;
  }
}

/** Drops the oldest message; readers see that its number is missing. True if it was never published. */
export function dropOldest(queue: SendQueue): boolean {
  const oldest = queue.waiting.shift();
  queue.characters -= oldest?.text.length ?? 0;
  return oldest !== undefined && oldest.n > queue.settled;
}

/** Maximum inputs kept until the owner of the stream is known; some minutes of them. */
const EARLY_MOST = 10_000;

/** Keeps the messages of one input while the stream has no known owner. */
export function keepEarly(queue: SendQueue, group: readonly Outgoing[]): void {
  queue.early?.push(group);
  if ((queue.early?.length ?? 0) > EARLY_MOST) queue.early = null;
}

export function rememberTrade(queue: SendQueue, outgoing: Outgoing, now: Micros): void {
  if (outgoing.body.type !== 'trade_tick') return;
  queue.trades.push({ outgoing, at: now });
  while (queue.trades.length > 0 && (queue.trades[0]?.at ?? now) < now - TRADES_US) queue.trades.shift();
}

/** On a new connection, queues the messages sent lately on the last one again. */
export function sendAgain(queue: SendQueue, session: number): void {
  if (queue.session === session) return;
  queue.session = session;
  const again = queue.sent.splice(0);
  for (const { text } of again) queue.characters += text.length;
  queue.waiting.unshift(...again);
}

/** Marks the oldest `count` messages as published; keeps the messages of the last seconds. */
export function settle(queue: SendQueue, count: number, lastN: number, now: Micros): void {
  for (let i = 0; i < count && queue.waiting.length > 0 && (queue.waiting[0] as Queued).n <= lastN; i++) {
    const one = queue.waiting.shift() as Queued;
    queue.characters -= one.text.length;
    queue.sent.push(one);
    queue.settled = Math.max(queue.settled, one.n);
  }
  while (queue.sent.length > 0 && (queue.sent[0] as Queued).at < now - RESEND_US) queue.sent.shift();
}
