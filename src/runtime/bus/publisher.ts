import { checkBusBody } from '../../core/bus-message.ts';
import { CodedError, US_PER_MS, US_PER_SECOND, type Clock, type Log, type Source } from '../../core/index.ts';
import {
  addGroup,
  dropOldest,
  keepEarly,
  newQueue,
  rememberTrade,
  resetQueue,
  sendAgain,
  settle,
  type SendQueue,
} from './send-queue.ts';
import { busSourceOther } from './errors.ts';
import { createLoops } from './loops.ts';
import type { Outgoing } from './outgoing.ts';
import { KEYS, type Bus, type Lease, type StreamInfo } from './types.ts';

export interface PublisherOptions {
  readonly bus: Bus;
  readonly source: Source;
  /** Instruments at the start. */
  readonly streams: readonly Omit<StreamInfo, 'at'>[];
  readonly leaseMs: number;
  /** Maximum characters of waiting messages, over all streams. */
  readonly backlogMost?: number;
  readonly clock: Clock;
  readonly log: Log;
  /** First messages for a reader of an instrument. */
  readonly opening: (venue: string, symbol: string) => readonly Outgoing[];
}

export interface PublisherStatus {
  /** Streams that this process publishes. Another process publishes the others; without a bus they have no publisher. */
  readonly leading: number;
  readonly streams: number;
  /** Messages that wait to be sent; `lost`: messages dropped because too many waited. */
  readonly backlog: number;
  readonly lost: number;
  /** Messages that violated their schema and were not published. */
  readonly refused: number;
  readonly published: number;
  readonly leasesLost: number;
  /** Why it cannot publish, other than an unreachable bus; null if it can. */
  readonly problem: string | null;
}

/** Publishes the events of this process's feeds while it holds the lease of each stream. */
export interface Publisher {
  /** Sets the instruments to publish from now on. */
  list(streams: readonly Omit<StreamInfo, 'at'>[]): void;
  /** Queues the messages of one input of a venue's feed. */
  take(venue: string, outgoing: readonly Outgoing[]): void;
  status(): PublisherStatus;
  /** Sends the waiting messages if the bus is up, and releases the leases. */
  close(): Promise<void>;
}

const SEND_EVERY_MS = 20;
/** How often a free lease is requested; a held one is renewed after a third of its time. */
const HOLD_EVERY_MS = 200;
const SEND_AT_ONCE = 500;
const SENDS_IN_A_ROW = 20;
const BACKLOG_MOST = 64_000_000;
const ANNOUNCE_EVERY_US = 10 * US_PER_SECOND;

type Listed = Omit<StreamInfo, 'at'>;

const idOf = ({ venue, symbol }: Listed): string => `${venue}:${symbol}`;

export function createPublisher(options: PublisherOptions): Publisher {
  const { bus, source, streams, leaseMs, backlogMost = BACKLOG_MOST, clock, log, opening } = options;
  /** One queue for each stream that ever had an instrument; its lease is kept and reused. */
  const queues: SendQueue[] = [];
  const queueOf = new Map<string, SendQueue>();
  /** Instruments that are still announced but no longer published. */
  let leaving: { readonly info: Listed; readonly queue: SendQueue }[] = [];
  const loops = createLoops({ bus, clock, log });
  const counts = { lost: 0, refused: 0, published: 0, leasesLost: 0 };
  /** Reported while the bus holds data of another source. */
  let mixed: string | null = null;
  let announcedAt = 0;
  let closed = false;

  const list = (next: readonly Listed[]): void => {
    const named = new Set(next.map(idOf));
    const gone = queues.flatMap((queue) => queue.instruments.map((info) => ({ info, queue })));
    leaving = [...leaving, ...gone].filter(({ info }) => !named.has(idOf(info)));
    queueOf.clear();
    for (const queue of queues) queue.instruments.splice(0);
    for (const info of next) {
      let queue = queues.find((one) => one.stream === info.stream);
      if (queue === undefined) queues.push((queue = newQueue(info.stream)));
      queue.instruments.push(info);
      queueOf.set(idOf(info), queue);
    }
    announcedAt = 0;
  };

  const isValid = (queue: SendQueue, { body }: Outgoing): boolean => {
    const checked = checkBusBody(body);
    if (checked.ok) return true;
    counts.refused++;
    log.warn(
      { stream: queue.stream, type: body.type, detail: checked.error.detail },
      'a message breaks its schema: not published',
    );
    return false;
  };

  /** Queues the messages of one input, except invalid ones. */
  const enqueue = (queue: SendQueue, outgoing: readonly Outgoing[]): void => {
    if (queue.lease === null) return keepEarly(queue, outgoing);
    addGroup(
      queue,
      queue.lease,
      outgoing.filter((one) => isValid(queue, one)),
      clock.now(),
    );
    while (queues.reduce((sum, { characters }) => sum + characters, 0) > backlogMost) {
      const longest = queues.reduce((a, b) => (b.characters > a.characters ? b : a));
      if (dropOldest(longest) && counts.lost++ === 0)
        log.warn({ stream: longest.stream }, 'the backlog for the bus is full: the oldest message is dropped');
    }
  };

  /**
   * This process now owns the stream, so readers restart. They get everything since the feed began, or else the current state
   * and the
   * trades that the last owner may not have published.
   */
  const begin = (queue: SendQueue, lease: Lease): void => {
    const { early } = queue;
    resetQueue(queue, lease, clock.now());
    if (early !== null) for (const group of early) enqueue(queue, group);
    else sendCurrentState(queue);
    log.info({ stream: queue.stream, token: lease.token }, 'publishes this stream');
  };

  const sendCurrentState = (queue: SendQueue): void => {
    for (const { venue, symbol } of queue.instruments) enqueue(queue, opening(venue, symbol));
    for (const { outgoing } of queue.trades) enqueue(queue, [outgoing]);
  };

  const lose = (queue: SendQueue): void => {
    counts.leasesLost++;
    resetQueue(queue, null, clock.now());
    log.warn({ stream: queue.stream }, 'another process publishes this stream');
  };

  const hold = async (queue: SendQueue): Promise<void> => {
    const { lease } = queue;
    if (lease === null) {
      const taken = await bus.acquire(KEYS.ingestLease(queue.stream), leaseMs);
      if (taken !== null && !closed) begin(queue, taken);
      else queue.early = null;
      return;
    }
    const held = await bus.renew(lease);
    if (queue.lease !== lease) return;
    if (held) queue.renewedAt = clock.now();
    else lose(queue);
  };

  const holdAll = async (): Promise<void> => {
    if (bus.status().state === 'down') return;
    const held = await bus.claimSource(source);
    const refusal =
      held === source ? null : busSourceOther({ where: `the bus at ${bus.status().where}`, found: held, own: source });
    if (refusal !== null && mixed === null) log.error({ code: refusal.code, advice: refusal.advice }, refusal.message);
    mixed = refusal?.message ?? null;
    if (mixed !== null) return;
    const due = clock.now() - (leaseMs * US_PER_MS) / 3;
    for (const queue of queues) if (queue.lease === null || queue.renewedAt <= due) await hold(queue);
    await withdrawLeaving();
    if (clock.now() - announcedAt < ANNOUNCE_EVERY_US) return;
    announcedAt = clock.now();
    const mine = queues.filter(({ lease }) => lease !== null);
    await bus.announce(mine.flatMap(({ instruments }) => instruments.map((info) => ({ ...info, at: announcedAt }))));
  };

  /** Withdraws instruments that left, except in streams that another process publishes, because it announces them itself. */
  const withdrawLeaving = async (): Promise<void> => {
    const now = leaving;
    if (now.length === 0) return;
    await bus.withdraw(now.filter(({ queue }) => queue.lease !== null).map(({ info }) => info));
    leaving = leaving.filter((one) => !now.includes(one));
  };

  const send = async (queue: SendQueue): Promise<void> => {
    const { lease } = queue;
    const { state, session } = bus.status();
    if (lease === null || queue.sending || state === 'down') return;
    if (queue.session !== session) announcedAt = 0;
    sendAgain(queue, session);
    queue.sending = true;
    try {
      for (let turn = 0; turn < SENDS_IN_A_ROW && queue.waiting.length > 0; turn++) {
        const batch = queue.waiting.slice(0, SEND_AT_ONCE);
        const texts = batch.map(({ text }) => text);
        const published = await bus.append(lease, queue.stream, texts);
        if (queue.lease !== lease) return;
        // A lease that expired while the bus was down is renewed if possible; `hold` decides.
        if (!published) return await hold(queue);
        settle(queue, batch.length, batch.at(-1)?.n ?? 0, clock.now());
        counts.published += batch.length;
        loops.well();
      }
    } finally {
      queue.sending = false;
    }
  };

  const sendAll = async (): Promise<void> => void (await Promise.all(queues.map(send)));

  list(streams);
  loops.every(HOLD_EVERY_MS, holdAll);
  loops.every(SEND_EVERY_MS, sendAll);

  return {
    list,
    take(venue, outgoing) {
      for (const [queue, group] of Map.groupBy(outgoing, ({ symbol }) => queueOf.get(`${venue}:${symbol}`))) {
        if (queue === undefined) continue;
        for (const one of group) rememberTrade(queue, one, clock.now());
        enqueue(queue, group);
      }
    },
    status: () => ({
      ...counts,
      leading: queues.filter(({ lease, instruments }) => lease !== null && instruments.length > 0).length,
      streams: queues.filter(({ instruments }) => instruments.length > 0).length,
      backlog: queues.reduce((sum, { waiting }) => sum + waiting.length, 0),
      problem: mixed ?? loops.refusal(),
    }),
    async close() {
      closed = true;
      loops.stop();
      try {
        await sendAll();
        for (const { lease } of queues) if (lease !== null) await bus.release(lease);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        log.warn({ reason: error.message }, 'the bus was down at the end; leases expire by themselves');
      }
    },
  };
}
