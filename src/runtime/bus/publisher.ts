import { checkBusBody } from '../../core/bus-message.ts';
import { CodedError, US_PER_MS, US_PER_SECOND, type Clock, type Log, type Source } from '../../core/index.ts';
import { addGroup, dropOldest, keepEarly, newLine, rememberTrade, resetLine, sendAgain, settle, type Line } from './line.ts';
import { busSourceOther } from './errors.ts';
import { createLoops } from './loops.ts';
import type { Outgoing } from './outgoing.ts';
import { KEYS, type Bus, type Lease, type StreamInfo } from './types.ts';

export interface PublisherOptions {
  readonly bus: Bus;
  readonly source: Source;
  readonly streams: readonly Omit<StreamInfo, 'at'>[];
  readonly leaseMs: number;
  /** Characters of messages that may wait, over all streams. */
  readonly backlogMost?: number;
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
  /** What keeps it from publishing, apart from the bus being away; null while nothing does. */
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

const SEND_EVERY_MS = 20;
/** How often a lease is tried for; one that is held is renewed after a third of its time. */
const HOLD_EVERY_MS = 200;
const SEND_AT_ONCE = 500;
const SENDS_IN_A_ROW = 20;
const BACKLOG_MOST = 64_000_000;
const ANNOUNCE_EVERY_US = 10 * US_PER_SECOND;

function linesOf(streams: PublisherOptions['streams']): { lines: Line[]; lineOf: ReadonlyMap<string, Line> } {
  const lines = new Map<string, Line>();
  const lineOf = new Map<string, Line>();
  for (const info of streams) {
    const line = lines.get(info.stream) ?? newLine(info.stream);
    line.instruments.push(info);
    lines.set(info.stream, line);
    lineOf.set(`${info.venue}:${info.symbol}`, line);
  }
  return { lines: [...lines.values()], lineOf };
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { bus, source, streams, leaseMs, backlogMost = BACKLOG_MOST, clock, log, opening } = options;
  const { lines, lineOf } = linesOf(streams);
  const loops = createLoops({ bus, clock, log });
  const counts = { lost: 0, refused: 0, published: 0, leasesLost: 0 };
  /** Said while data of another kind are on the bus. */
  let mixed: string | null = null;
  let announcedAt = 0;
  let closed = false;

  const isValid = (line: Line, { body }: Outgoing): boolean => {
    const checked = checkBusBody(body);
    if (checked.ok) return true;
    counts.refused++;
    log.warn(
      { stream: line.stream, type: body.type, detail: checked.error.detail },
      'a message breaks its schema: not published',
    );
    return false;
  };

  /** Lets what came of one input wait, without what breaks its schema (FR-028). */
  const enqueue = (line: Line, outgoing: readonly Outgoing[]): void => {
    if (line.lease === null) return keepEarly(line, outgoing);
    addGroup(
      line,
      line.lease,
      outgoing.filter((one) => isValid(line, one)),
      clock.now(),
    );
    while (lines.reduce((sum, { characters }) => sum + characters, 0) > backlogMost) {
      const longest = lines.reduce((a, b) => (b.characters > a.characters ? b : a));
      if (dropOldest(longest) && counts.lost++ === 0)
        log.warn({ stream: longest.stream }, 'too much waits for the bus: the oldest is thrown away');
    }
  };

  /**
   * The line is ours: readers begin anew. They are told all since the feed began, or the state as it is and the trades
   * that the last owner may not have told.
   */
  const begin = (line: Line, lease: Lease): void => {
    const { early } = line;
    resetLine(line, lease, clock.now());
    if (early !== null) for (const group of early) enqueue(line, group);
    else retell(line);
    log.info({ stream: line.stream, token: lease.token }, 'publishes this stream');
  };

  const retell = (line: Line): void => {
    for (const { venue, symbol } of line.instruments) enqueue(line, opening(venue, symbol));
    for (const { outgoing } of line.trades) enqueue(line, [outgoing]);
  };

  const lose = (line: Line): void => {
    counts.leasesLost++;
    resetLine(line, null, clock.now());
    log.warn({ stream: line.stream }, 'another process publishes this stream');
  };

  const hold = async (line: Line): Promise<void> => {
    const { lease } = line;
    if (lease === null) {
      const taken = await bus.acquire(KEYS.ingestLease(line.stream), leaseMs);
      if (taken !== null && !closed) begin(line, taken);
      else line.early = null;
      return;
    }
    const held = await bus.renew(lease);
    if (line.lease !== lease) return;
    if (held) line.renewedAt = clock.now();
    else lose(line);
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
    for (const line of lines) if (line.lease === null || line.renewedAt <= due) await hold(line);
    if (clock.now() - announcedAt < ANNOUNCE_EVERY_US) return;
    announcedAt = clock.now();
    const mine = lines.filter(({ lease }) => lease !== null);
    await bus.announce(mine.flatMap(({ instruments }) => instruments.map((info) => ({ ...info, at: announcedAt }))));
  };

  const send = async (line: Line): Promise<void> => {
    const { lease } = line;
    const { state, session } = bus.status();
    if (lease === null || line.sending || state === 'down') return;
    if (line.session !== session) announcedAt = 0;
    sendAgain(line, session);
    line.sending = true;
    try {
      for (let turn = 0; turn < SENDS_IN_A_ROW && line.waiting.length > 0; turn++) {
        const batch = line.waiting.slice(0, SEND_AT_ONCE);
        const texts = batch.map(({ text }) => text);
        const published = await bus.append(lease, line.stream, texts);
        if (line.lease !== lease) return;
        // A lease that ran out while the bus was away is renewed, not given up: `hold` decides.
        if (!published) return await hold(line);
        settle(line, batch.length, batch.at(-1)?.n ?? 0, clock.now());
        counts.published += batch.length;
        loops.well();
      }
    } finally {
      line.sending = false;
    }
  };

  const sendAll = async (): Promise<void> => void (await Promise.all(lines.map(send)));

  loops.every(HOLD_EVERY_MS, holdAll);
  loops.every(SEND_EVERY_MS, sendAll);

  return {
    take(venue, outgoing) {
      for (const [line, group] of Map.groupBy(outgoing, ({ symbol }) => lineOf.get(`${venue}:${symbol}`))) {
        if (line === undefined) continue;
        for (const one of group) rememberTrade(line, one, clock.now());
        enqueue(line, group);
      }
    },
    status: () => ({
      ...counts,
      leading: lines.filter(({ lease }) => lease !== null).length,
      streams: lines.length,
      backlog: lines.reduce((sum, { waiting }) => sum + waiting.length, 0),
      problem: mixed ?? loops.refusal(),
    }),
    async close() {
      closed = true;
      loops.stop();
      try {
        await sendAll();
        for (const { lease } of lines) if (lease !== null) await bus.release(lease);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        log.warn({ reason: error.message }, 'the bus was away at the end; leases run out by themselves');
      }
    },
  };
}
