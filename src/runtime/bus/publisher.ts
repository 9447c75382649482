import { checkBusBody } from '../../core/bus-message.ts';
import type { BusStamp } from '../../core/envelope.ts';
import { CodedError, US_PER_MS, US_PER_SECOND, type Clock, type Log, type Micros, type Source } from '../../core/index.ts';
import type { Outgoing } from './outgoing.ts';
import { KEYS, type Bus, type Lease, type StreamInfo } from './types.ts';

export interface PublisherOptions {
  readonly bus: Bus;
  readonly source: Source;
  readonly streams: readonly Omit<StreamInfo, 'at'>[];
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** All that a reader needs to begin with an instrument. */
  readonly opening: (venue: string, symbol: string) => readonly Outgoing[];
}

export interface PublisherStatus {
  /** Streams that this process publishes; the others are published by another process, or by nobody while the bus is away. */
  readonly leading: number;
  readonly streams: number;
  /** Messages that wait to be sent, and those thrown away because too many waited. */
  readonly backlog: number;
  readonly lost: number;
  /** Messages that broke their own schema and were not published. */
  readonly refused: number;
  readonly published: number;
  readonly leasesLost: number;
  /** What keeps it from publishing, apart from the bus being away. */
  readonly problem: string | null;
}

/** Publishes what the feeds of this process say, for as long as it holds the lease of each stream. */
export interface Publisher {
  /** Takes what came of one input of a venue's feed. */
  take(venue: string, outgoing: readonly Outgoing[]): void;
  status(): PublisherStatus;
  /** Sends what waits, if the bus is there, and gives the leases back. */
  close(): Promise<void>;
}

interface Queued {
  readonly n: number;
  readonly text: string;
  readonly at: Micros;
}

/** One stream: what was sent lately stays, to be sent again when the connection was lost; readers drop what they had. */
interface Line {
  readonly stream: string;
  readonly instruments: Omit<StreamInfo, 'at'>[];
  lease: Lease | null;
  n: number;
  waiting: Queued[];
  sent: Queued[];
  /** Trades of the last seconds, to be told by whoever takes over. */
  trades: { readonly outgoing: Outgoing; readonly at: Micros }[];
  session: number;
  sending: boolean;
  renewedAt: Micros;
}

const SEND_EVERY_MS = 20;
/** How often a lease is tried for; one that is held is renewed after a third of its time. */
const HOLD_EVERY_MS = 200;
const SEND_AT_ONCE = 500;
/** Characters of messages that may wait, over all streams. */
const BACKLOG_MOST = 64_000_000;
const RESEND_US = 5 * US_PER_SECOND;
/** Longer than a lease, so that what its last holder left unsaid is among them. */
const TRADES_US = 15 * US_PER_SECOND;
const ANNOUNCE_EVERY_US = 10 * US_PER_SECOND;

export function createPublisher(options: PublisherOptions): Publisher {
  const { bus, source, streams, leaseMs, clock, log, opening } = options;
  const lines = new Map<string, Line>();
  const lineOf = new Map<string, Line>();
  for (const info of streams) {
    const line: Line = lines.get(info.stream) ?? {
      stream: info.stream,
      instruments: [],
      lease: null,
      n: 0,
      waiting: [],
      sent: [],
      trades: [],
      session: 0,
      sending: false,
      renewedAt: 0,
    };
    line.instruments.push(info);
    lines.set(info.stream, line);
    lineOf.set(`${info.venue}:${info.symbol}`, line);
  }
  const counts = { lost: 0, refused: 0, published: 0, leasesLost: 0, characters: 0 };
  let problem: string | null = null;
  let announcedAt = 0;
  let closed = false;
  const cancels = new Set<() => void>();

  /** Puts what came of one input in the line, without what breaks its schema (FR-028). */
  const enqueue = (line: Line, outgoing: readonly Outgoing[]): void => {
    const { lease } = line;
    if (lease === null) return;
    const valid = outgoing.filter(({ body }) => {
      const checked = checkBusBody(body);
      if (checked.ok) return true;
      counts.refused++;
      log.warn(
        { stream: line.stream, type: body.type, detail: checked.error.detail },
        'a message breaks its schema and is not published',
      );
      return false;
    });
    for (const [i, { body, offset, log: place }] of valid.entries()) {
      const n = ++line.n;
      const stamp: BusStamp = { epoch: lease.token, n, rest: valid.length - 1 - i, offset_us: offset, log: place };
      const text = JSON.stringify({ ...body, bus: stamp });
      line.waiting.push({ n, text, at: clock.now() });
      counts.characters += text.length;
    }
    while (counts.characters > BACKLOG_MOST && dropOldest());
  };

  /** Throws the oldest message of the longest queue away: its readers see that its number is missing. */
  const dropOldest = (): boolean => {
    const longest = [...lines.values()].reduce((a, b) => (b.waiting.length > a.waiting.length ? b : a));
    const dropped = longest.waiting.shift();
    if (dropped === undefined) return false;
    counts.characters -= dropped.text.length;
    if (counts.lost++ === 0)
      log.warn({ stream: longest.stream }, 'the bus was away for too long: the oldest messages are thrown away');
    return true;
  };

  const rememberTrade = (line: Line, outgoing: Outgoing): void => {
    if (outgoing.body.type !== 'trade_tick') return;
    const now = clock.now();
    line.trades.push({ outgoing, at: now });
    while (line.trades.length > 0 && (line.trades[0]?.at ?? now) < now - TRADES_US) line.trades.shift();
  };

  /** The line is ours: readers begin anew, with the state as it is and the trades that its last owner may not have told. */
  const begin = (line: Line, lease: Lease): void => {
    for (const { text } of line.waiting) counts.characters -= text.length;
    Object.assign(line, { lease, n: 0, waiting: [], sent: [], renewedAt: clock.now() });
    for (const { venue, symbol } of line.instruments) enqueue(line, opening(venue, symbol));
    for (const { outgoing } of line.trades) enqueue(line, [outgoing]);
    log.info({ stream: line.stream, token: lease.token }, 'publishes this stream');
  };

  const lose = (line: Line): void => {
    if (line.lease === null) return;
    counts.leasesLost++;
    for (const { text } of line.waiting) counts.characters -= text.length;
    Object.assign(line, { lease: null, waiting: [], sent: [] });
    log.warn({ stream: line.stream }, 'another process publishes this stream');
  };

  const hold = async (line: Line): Promise<void> => {
    const { lease } = line;
    if (lease !== null) {
      if (!(await bus.renew(lease))) return lose(line);
      line.renewedAt = clock.now();
      return;
    }
    const taken = await bus.acquire(KEYS.ingestLease(line.stream), leaseMs);
    if (taken !== null && !closed) begin(line, taken);
  };

  const holdAll = async (): Promise<void> => {
    if (bus.status().state === 'down') return;
    const held = await bus.claimSource(source);
    problem =
      held === source ? null : `the bus at ${bus.status().where} holds ${held} data: ${source} data need a database of their own`;
    if (problem !== null) return;
    const due = clock.now() - (leaseMs * US_PER_MS) / 3;
    for (const line of lines.values()) if (line.lease === null || line.renewedAt <= due) await hold(line);
    if (clock.now() - announcedAt < ANNOUNCE_EVERY_US) return;
    announcedAt = clock.now();
    const mine = [...lines.values()].filter(({ lease }) => lease !== null);
    await bus.announce(mine.flatMap(({ instruments }) => instruments.map((info) => ({ ...info, at: announcedAt }))));
  };

  const send = async (line: Line): Promise<void> => {
    const { lease } = line;
    const status = bus.status();
    if (lease === null || line.sending || status.state === 'down') return;
    if (line.session !== status.session) {
      line.session = status.session;
      announcedAt = 0;
      // What went out last may not have arrived, or the other side may have lost it.
      for (const { text } of line.sent) counts.characters += text.length;
      line.waiting.unshift(...line.sent.splice(0));
    }
    if (line.waiting.length === 0) return;
    const batch = line.waiting.slice(0, SEND_AT_ONCE);
    line.sending = true;
    try {
      const published = await bus.append(
        lease,
        line.stream,
        batch.map(({ text }) => text),
      );
      if (line.lease !== lease) return;
      // A lease that ran out while the bus was away is renewed, not given up: `hold` decides.
      if (published) settle(line, batch);
      else await hold(line);
    } finally {
      line.sending = false;
    }
  };

  const settle = (line: Line, batch: readonly Queued[]): void => {
    const last = batch.at(-1)?.n ?? 0;
    while (line.waiting.length > 0 && (line.waiting[0] as Queued).n <= last) {
      const one = line.waiting.shift() as Queued;
      counts.characters -= one.text.length;
      line.sent.push(one);
    }
    counts.published += batch.length;
    const from = clock.now() - RESEND_US;
    while (line.sent.length > 0 && (line.sent[0] as Queued).at < from) line.sent.shift();
  };

  const sendAll = async (): Promise<void> => {
    await Promise.all([...lines.values()].map(send));
  };

  const repeat = (everyMs: number, run: () => Promise<void>): void => {
    const cancel = clock.after(everyMs, () => {
      cancels.delete(cancel);
      run()
        .catch((error: unknown) => {
          // The bus says itself that it is away; anything else is a fault of ours.
          if (!(error instanceof CodedError)) log.error({ error }, 'publishing failed');
        })
        .finally(() => {
          if (!closed) repeat(everyMs, run);
        });
    });
    cancels.add(cancel);
  };

  repeat(HOLD_EVERY_MS, holdAll);
  repeat(SEND_EVERY_MS, sendAll);

  return {
    take(venue, outgoing) {
      const byLine = Map.groupBy(outgoing, ({ symbol }) => lineOf.get(`${venue}:${symbol}`));
      for (const [line, group] of byLine) {
        if (line === undefined) continue;
        for (const one of group) rememberTrade(line, one);
        enqueue(line, group);
      }
    },
    status: () => ({
      leading: [...lines.values()].filter(({ lease }) => lease !== null).length,
      streams: lines.size,
      backlog: [...lines.values()].reduce((sum, { waiting }) => sum + waiting.length, 0),
      lost: counts.lost,
      refused: counts.refused,
      published: counts.published,
      leasesLost: counts.leasesLost,
      problem,
    }),
    async close() {
      closed = true;
      for (const cancel of cancels) cancel();
      try {
        await sendAll();
        for (const { lease } of lines.values()) if (lease !== null) await bus.release(lease);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        log.warn({ reason: error.message }, 'the bus was away at the end; leases run out by themselves');
      }
    },
  };
}
