import {
  CodedError,
  US_PER_MS,
  US_PER_SECOND,
  type Clock,
  type InstrumentId,
  type Log,
  type Micros,
} from '../../../core/index.ts';
import { createLoops, KEYS, READ_AT_ONCE, type Bus, type BusEntry, type Commit, type Lease } from '../../../runtime/bus/index.ts';
import { createStreamAnalysis, type StreamAnalysis, type StreamAnalysisOptions, type StreamReport } from './stream-analysis.ts';
import type { Mirror } from './mirror.ts';

export interface AnalyserOptions extends Omit<StreamAnalysisOptions, 'now'> {
  readonly bus: Bus;
  readonly leaseMs: number;
  /** How long a report is stored, milliseconds. */
  readonly reportMs: number;
  /** How long a checkpoint is stored, milliseconds: as long as the stream that continues from it. */
  readonly keepMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AnalyserStatus {
  readonly leading: number;
  readonly streams: number;
  /** Milliseconds from receipt of the newest message to its processing, the maximum over all streams; null before the first. */
  readonly lagMs: number | null;
  readonly processed: number;
  readonly duplicates: number;
  readonly reclaimed: number;
  readonly quarantined: number;
  /** Number of lost messages. */
  readonly lost: number;
  readonly leasesLost: number;
  readonly reports: number;
  readonly reportsRefused: number;
  readonly unacknowledged: number;
  /** Why it can't store results, other than the bus being down; null while it can. */
  readonly problem: string | null;
}

/** Computes the reports of every stream whose lease this process holds. */
export interface Analyser {
  status(): AnalyserStatus;
  /** The markets of the streams whose leases this process holds. */
  mirrors(): readonly Mirror[];
  /** Stores checkpoints, acknowledges the messages they contain, and releases the leases. */
  close(): Promise<void>;
}

/** One stream, with or without its lease. */
interface Post {
  readonly stream: string;
  lease: Lease | null;
  analysis: StreamAnalysis;
  /** Ids of messages that were read and whose effect is not stored yet. */
  unacknowledged: string[];
  storedAt: Micros;
  renewedAt: Micros;
  lagMs: number | null;
  busy: boolean;
}

const READ_EVERY_MS = 25;
/** Maximum consecutive reads of a stream before its lease is checked. */
const READS_IN_A_ROW = 8;
const HOLD_EVERY_MS = 200;
const STORE_EVERY_US = 5 * US_PER_SECOND;
const STORE_AFTER = 5_000;

export function createAnalyser(options: AnalyserOptions): Analyser {
  const { bus, leaseMs, reportMs, keepMs, clock, log } = options;
  const posts = new Map<string, Post>();
  /** Whether an instrument owns the key `report:{symbol}`. */
  const firsts = new Map<InstrumentId, boolean>();
  const names = [
    'processed',
    'duplicates',
    'reclaimed',
    'quarantined',
    'lost',
    'leasesLost',
    'reports',
    'reportsRefused',
  ] as const;
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<(typeof names)[number], number>;
  const loops = createLoops({ bus, clock, log });
  let closed = false;

  const newPost = (stream: string): Post => ({
    stream,
    lease: null,
    analysis: createStreamAnalysis({ ...options, now: () => clock.now() }),
    unacknowledged: [],
    storedAt: 0,
    renewedAt: 0,
    lagMs: null,
    busy: false,
  });

  const lose = (post: Post): void => {
    if (post.lease === null) return;
    counts.leasesLost++;
    Object.assign(post, { lease: null, unacknowledged: [], lagMs: null });
    log.warn({ stream: post.stream }, 'another process analyses this stream');
  };

  /** Continues from the checkpoint of the last lease holder, unless this process is further ahead. */
  const resume = async (post: Post): Promise<void> => {
    const [text = null] = await bus.get([KEYS.checkpoint(post.stream)]);
    if (text === null) return;
    try {
      post.analysis.resume(text);
    } catch (error) {
      log.error({ stream: post.stream, error }, 'a checkpoint can not be read; the stream is read from its start');
      post.analysis = newPost(post.stream).analysis;
    }
  };

  const take = async (post: Post, lease: Lease): Promise<void> => {
    await resume(post);
    Object.assign(post, { unacknowledged: [], renewedAt: clock.now(), storedAt: clock.now() });
    const pending = await bus.reclaim(lease, post.stream);
    if (pending === null) return;
    counts.reclaimed += pending.length;
    await digest(post, lease, pending);
    // Take ownership only now. Otherwise, if the bus had disconnected before, pending messages would never be read.
    post.lease = lease;
    log.info({ stream: post.stream, token: lease.token, reclaimed: pending.length }, 'analyses this stream');
  };

  const hold = async (post: Post): Promise<void> => {
    if (post.lease !== null) {
      if (await bus.renew(post.lease)) post.renewedAt = clock.now();
      else lose(post);
      return;
    }
    const lease = await bus.acquire(KEYS.analyzeLease(post.stream), leaseMs);
    if (lease !== null && !closed) await take(post, lease);
  };

  const holdAll = async (): Promise<void> => {
    if (bus.status().state === 'down') return;
    for (const { stream, venue, symbol, first } of await bus.streams()) {
      firsts.set(`${venue}:${symbol}`, first);
      if (!posts.has(stream)) posts.set(stream, newPost(stream));
    }
    const due = clock.now() - (leaseMs * US_PER_MS) / 3;
    for (const post of posts.values()) if (post.lease === null || post.renewedAt <= due) await alone(post, () => hold(post));
  };

  /** Runs one task at a time per stream; a task that arrives meanwhile is left to the next round. */
  const alone = async (post: Post, run: () => Promise<void>): Promise<void> => {
    if (post.busy) return;
    post.busy = true;
    try {
      await run();
    } finally {
      post.busy = false;
    }
  };

  /** Passes entries to the analysis and stores the resulting reports. */
  const digest = async (post: Post, lease: Lease, entries: readonly BusEntry[]): Promise<void> => {
    const outcome = post.analysis.take(entries);
    post.unacknowledged.push(...outcome.done);
    post.lagMs = outcome.lagMs ?? post.lagMs;
    for (const name of ['processed', 'duplicates', 'lost'] as const) counts[name] += outcome[name];
    for (const reason of outcome.interruptions) log.warn({ stream: post.stream, reason }, 'a stream of the bus is interrupted');
    for (const { id, problems } of outcome.refused) {
      counts.reportsRefused++;
      log.error({ instrument: id, problems }, 'a report breaks its own schema and is not stored');
    }
    await store(post, lease, outcome.reports);
    for (const { entry, reason } of outcome.bad) {
      counts.quarantined++;
      log.warn({ stream: post.stream, id: entry.id, reason }, 'a message of the bus is set aside');
      await bus.setAside(post.stream, entry, reason);
      post.unacknowledged.push(entry.id);
    }
  };

  const store = async (post: Post, lease: Lease, reports: ReadonlyMap<InstrumentId, StreamReport>): Promise<void> => {
    const put: Commit['put'][number][] = [...reports].flatMap(([id, { report, market }]) => {
      const [venue, symbol] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
      const keys = [KEYS.venueReport(venue, symbol), ...(firsts.get(id) === true ? [KEYS.report(symbol)] : [])];
      return [
        ...keys.map((key) => ({ key, text: report, ttlMs: reportMs })),
        { key: KEYS.market(venue, symbol), text: market, ttlMs: reportMs },
      ];
    });
    const full = clock.now() - post.storedAt >= STORE_EVERY_US || post.unacknowledged.length >= STORE_AFTER;
    const acknowledge = full ? post.unacknowledged : [];
    if (full) put.push({ key: KEYS.checkpoint(post.stream), text: post.analysis.checkpoint(), ttlMs: keepMs });
    if (put.length === 0) return;
    if (!(await bus.commit(lease, post.stream, { put, acknowledge }))) return lose(post);
    counts.reports += reports.size;
    loops.well();
    if (!full) return;
    post.unacknowledged = post.unacknowledged.slice(acknowledge.length);
    post.storedAt = clock.now();
  };

  const read = async (post: Post): Promise<void> => {
    const { lease } = post;
    if (lease === null) return;
    for (let turn = 0; turn < READS_IN_A_ROW; turn++) {
      const entries = await bus.read(lease, post.stream);
      // The lease may have expired only because the bus was down; `hold` finds out whether another process has it.
      if (entries === null) return hold(post);
      if (entries.length > 0) await digest(post, lease, entries);
      if (entries.length < READ_AT_ONCE || post.lease !== lease) return;
    }
  };

  const readAll = async (): Promise<void> => {
    if (bus.status().state === 'down') return;
    await Promise.all([...posts.values()].map((post) => alone(post, () => read(post))));
  };

  loops.every(HOLD_EVERY_MS, holdAll);
  loops.every(READ_EVERY_MS, readAll);

  return {
    status() {
      const held = [...posts.values()].filter(({ lease }) => lease !== null);
      const lags = held.flatMap(({ lagMs }) => lagMs ?? []);
      return {
        ...counts,
        problem: loops.refusal(),
        leading: held.length,
        streams: posts.size,
        lagMs: lags.length === 0 ? null : Math.max(...lags),
        unacknowledged: held.reduce((sum, { unacknowledged }) => sum + unacknowledged.length, 0),
      };
    },
    mirrors: () => [...posts.values()].flatMap(({ lease, analysis }) => (lease === null ? [] : [analysis.mirror])),
    async close() {
      closed = true;
      loops.stop();
      try {
        for (const post of posts.values()) {
          const { lease } = post;
          if (lease === null) continue;
          post.storedAt = 0;
          await store(post, lease, new Map());
          await bus.release(lease);
        }
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        log.warn({ reason: error.message }, 'the bus was down at the end; leases expire by themselves');
      }
    },
  };
}
