import { US_PER_MINUTE, US_PER_MS } from '../../core/index.ts';
import type { Micros, VenueId } from '../../core/index.ts';
import { finish, type Steps } from '../feed/input-queue.ts';
import type { Input } from '../feed/types.ts';
import { Backlog } from './backlog.ts';
import type { Chunk } from './backlog.ts';
import { createCheckpoints, type Checkpoints } from './checkpoints.ts';
import { failureCode } from './files.ts';
import { encodeHeader, MAX_PAYLOAD_BYTES, prepare } from './format.ts';
import type { RawLog, RawLogOptions, RawLogStatus } from './contract.ts';
import { expired } from './retention.ts';
import type { RetentionLimits, Sealed } from './retention.ts';
import type { Recovered } from './recover.ts';
import { SegmentGone, SegmentWriter } from './segment-writer.ts';
import type { SegmentFile } from './segments.ts';
import type { HoleRecord, LogPosition, SentRecord, WrittenRecord } from './types.ts';

/** All options, with defaults applied. */
export interface WriterSetup extends Required<Omit<RawLogOptions, 'retention' | 'firstSession' | 'newLog'>> {
  readonly retention: RetentionLimits;
  readonly session: number;
  /** Identity of the log; null for none. */
  readonly identity: string | null;
  readonly recovered: Recovered | null;
  readonly sealed: readonly SegmentFile[];
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;

interface PlannedSegment {
  readonly number: number;
  readonly createdAt: Micros;
  readonly firstSeq: number;
  bytes: number;
}

/** The only writer of a log directory. `append` fills a backlog; commits drain it, one at a time. */
export class RawLogWriter implements RawLog {
  readonly session: number;
  readonly recovered: Recovered | null;
  readonly #setup: WriterSetup;
  readonly #backlog: Backlog;
  readonly #venueIndex: ReadonlyMap<VenueId, number>;
  #sealed: Sealed[];
  #nextSeq = 1;
  /** The open segment and segments with bytes in the backlog; new records go to the last. */
  #planned: PlannedSegment[] = [];
  #writer: SegmentWriter | null = null;
  #committed: LogPosition | null = null;
  /** Records refused since the backlog was full; while set, every record is refused. */
  #losing: { from: number; to: number; lost: number } | null = null;
  /** Hole records to be written once the disk accepts writes again. */
  #owed: HoleRecord[] = [];
  #lost = 0;
  #failure: string | null = null;
  #retryMs = FIRST_RETRY_MS;
  #cancelTimer: (() => void) | null = null;
  #inFlight: Promise<void> | null = null;
  #closed = false;
  readonly #checkpoints: Checkpoints;
  /** Begun work on a checkpoint that the next tick must find done. */
  #begun: Steps | null = null;

  constructor(setup: WriterSetup) {
    this.session = setup.session;
    this.recovered = setup.recovered;
    this.#setup = setup;
    this.#backlog = new Backlog(setup.backlogBytes);
    this.#venueIndex = new Map(setup.venues.slice(0, 255).map((venue, index) => [venue, index]));
    this.#checkpoints = createCheckpoints(setup);
    this.#sealed = setup.sealed.map(({ path, bytes, header }) => ({ path, bytes, createdAt: header?.createdAt ?? 0 }));
  }

  prepare(input: Input): Steps {
    if (input.kind !== 'tick' || this.#losing !== null || this.#closed) return [].values();
    const now = this.#setup.clock.now();
    this.#rollIfDue(now);
    return (this.#begun = this.#checkpointSteps(now));
  }

  append(input: Input): LogPosition {
    return this.#add({ kind: 'input', input });
  }

  appendSent(sent: Omit<SentRecord, 'kind'>): LogPosition {
    return this.#add({ kind: 'sent', ...sent });
  }

  async flush(): Promise<void> {
    await this.#inFlight;
    if (!this.#closed) await this.#commit();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTimer?.();
    await this.#inFlight;
    await this.#drain();
    this.#lost += this.#backlog.records;
    try {
      await this.#writer?.close();
    } catch (cause) {
      this.#failure ??= describe(cause);
    }
  }

  status(): RawLogStatus {
    const { since } = this.#backlog;
    const open = this.#writer?.bytes ?? 0;
    return {
      state: this.#closed ? 'off' : this.#failure === null ? 'writing' : 'failing',
      bytes: this.#sealed.reduce((sum, { bytes }) => sum + bytes, open),
      segment: this.#planned.at(-1)?.number ?? 0,
      lagMs: since === null ? 0 : Math.max(0, (this.#setup.clock.now() - since) / US_PER_MS),
      reason: this.#failure,
      committed: this.#committed,
      lost: this.#lost,
    };
  }

  #add(record: WrittenRecord): LogPosition {
    const now = this.#setup.clock.now();
    if (this.#losing === null && !this.#closed) {
      this.#rollIfDue(now);
      if (record.kind === 'input' && record.input.kind === 'tick') finish(this.#begun ?? this.#checkpointSteps(now));
    }
    this.#begun = null;
    const seq = this.#nextSeq++;
    if (this.#closed) this.#lost++;
    else if (this.#losing !== null || !this.#store(seq, record, now)) this.#lose(seq);
    if (!this.#closed) this.#schedule();
    return { session: this.session, seq, log: this.#setup.identity ?? undefined };
  }

  #store(seq: number, record: WrittenRecord, now: Micros): boolean {
    const prepared = prepare(record, this.#venueIndex);
    if (prepared.bytes > MAX_PAYLOAD_BYTES || this.#backlog.add(seq, prepared, now) === 'full') return false;
    const segment = this.#planned.at(-1);
    if (segment !== undefined) segment.bytes += prepared.bytes;
    return true;
  }

  #lose(seq: number): void {
    this.#lost++;
    this.#losing ??= { from: seq, to: seq, lost: 0 };
    this.#losing.to = seq;
    this.#losing.lost++;
  }

  #rollIfDue(now: Micros): void {
    const { segmentBytes, segmentMinutes } = this.#setup;
    const open = this.#planned.at(-1);
    if (open !== undefined && open.bytes < segmentBytes && now - open.createdAt < segmentMinutes * US_PER_MINUTE) return;
    this.#startSegment(now);
  }

  #startSegment(now: Micros): void {
    const segment: PlannedSegment = {
      number: (this.#planned.at(-1)?.number ?? 0) + 1,
      createdAt: now,
      firstSeq: this.#nextSeq,
      bytes: 0,
    };
    this.#planned.push(segment);
    const header = this.#header(segment, segment.firstSeq);
    this.#backlog.startSegment(segment.number, header, now);
    segment.bytes = header.length;
    this.#checkpoints.atSegment();
    // The first checkpoint of a session contains only the settings, so it is written at once.
    if (segment.number > 1) return;
    do finish(this.#checkpointSteps(now));
    while (this.#checkpoints.isRunning);
  }

  /** Writes what is due of a checkpoint, in small steps. */
  *#checkpointSteps(now: Micros): Generator<undefined, void, undefined> {
    for (const record of this.#checkpoints.steps(this.#nextSeq - 1, now)) {
      if (record !== null && !this.#store(this.#nextSeq, record, now)) {
        this.#checkpoints.abandon('the backlog of the raw log has no room');
        return;
      }
      if (record !== null) this.#nextSeq++;
      yield;
    }
  }

  #header({ number, createdAt }: PlannedSegment, firstSeq: number): Buffer {
    const { configHash, source, venues, identity } = this.#setup;
    return encodeHeader({
      session: this.session,
      segment: number,
      firstSeq,
      configHash,
      createdAt,
      venues: venues.slice(0, 255),
      source,
      log: identity,
    });
  }

  #schedule(): void {
    if (this.#inFlight !== null) return;
    const { clock, commitMs, commitRecords } = this.#setup;
    if (this.#failure === null && this.#backlog.records >= commitRecords) void this.#commit();
    else this.#cancelTimer ??= clock.after(this.#failure === null ? commitMs : this.#retryMs, () => void this.#commit());
  }

  #commit(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#inFlight ??= this.#drain().finally(() => {
      this.#inFlight = null;
      if (!this.#closed && this.#backlog.bytes > 0) this.#schedule();
    });
    return this.#inFlight;
  }

  /** Writes the whole backlog; never rejects. */
  async #drain(): Promise<void> {
    try {
      while (this.#backlog.bytes > 0) await this.#writeSegment(this.#backlog.chunks());
      this.#succeed();
      // Hole records belong to this commit, because until they are written a reader can't see that records are missing.
      while (this.#backlog.bytes > 0) await this.#writeSegment(this.#backlog.chunks());
      await this.#retain();
    } catch (cause) {
      if (cause instanceof SegmentGone) this.#restartSegment();
      this.#fail(cause);
    }
  }

  /** Writes the leading chunks that belong to one segment. */
  async #writeSegment(chunks: readonly Chunk[]): Promise<void> {
    const number = chunks[0]?.segment ?? 0;
    const count = chunks.findIndex(({ segment }) => segment !== number);
    const own = count < 0 ? [...chunks] : chunks.slice(0, count);
    const writer = await this.#writerOf(number);
    await writer.append(own);
    this.#backlog.settle(own.length);
    const last = own.findLast(({ lastSeq }) => lastSeq !== null)?.lastSeq ?? null;
    if (last !== null) this.#committed = { session: this.session, seq: last };
  }

  async #writerOf(number: number): Promise<SegmentWriter> {
    const { files, directory } = this.#setup;
    const current = this.#writer;
    if (current?.segment === number) return current;
    if (current !== null) {
      this.#writer = null;
      const done = this.#planned.shift();
      this.#sealed.push({ path: current.path, bytes: current.bytes, createdAt: done?.createdAt ?? 0 });
      await current.close();
    }
    return (this.#writer = new SegmentWriter(files, directory, this.session, number));
  }

  #succeed(): void {
    if (this.#failure !== null) this.#setup.log.info({ lost: this.#lost }, 'the raw log is written again');
    this.#failure = null;
    this.#retryMs = FIRST_RETRY_MS;
    this.#mend();
  }

  #fail(cause: unknown): void {
    const reason = describe(cause);
    if (this.#failure !== reason) this.#setup.log.error({ reason, waiting: this.#backlog.bytes }, "the raw log can't be written");
    this.#retryMs = this.#failure === null ? FIRST_RETRY_MS : Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    this.#failure = reason;
  }

  /** Writes hole records for the lost records, and starts a segment and a checkpoint. The backlog is empty. */
  #mend(): void {
    if (this.#losing !== null) {
      this.#owed.push({ kind: 'hole', reason: 'the disk did not take them in time', ...this.#losing });
      this.#losing = null;
    }
    if (this.#owed.length === 0) return;
    const now = this.#setup.clock.now();
    // Otherwise a checkpoint's parts would be on both sides of the hole.
    this.#checkpoints.abandon(null);
    for (const hole of this.#owed) this.#store(this.#nextSeq++, hole, now);
    this.#owed = [];
    this.#startSegment(now);
  }

  /** The segment's file was removed with its records: its pending records start a new file with the same number. */
  #restartSegment(): void {
    const segment = this.#planned[0];
    const written = this.#writer?.bytes ?? 0;
    this.#writer = null;
    // If no byte was confirmed, its header is still pending.
    if (segment === undefined || written === 0) return;
    const next = this.#backlog.chunks().find(({ firstSeq }) => firstSeq !== null)?.firstSeq ?? this.#nextSeq;
    const to = this.#committed?.seq ?? 0;
    if (to >= segment.firstSeq) {
      const lost = to - segment.firstSeq + 1;
      this.#lost += lost;
      this.#owed.push({ kind: 'hole', from: segment.firstSeq, to, lost, reason: 'the file was removed while in use' });
    }
    this.#planned[0] = { ...segment, firstSeq: next };
    this.#backlog.prepend(this.#header(segment, next));
  }

  async #retain(): Promise<void> {
    const { clock, files, log, retention } = this.#setup;
    const going = expired(this.#sealed, this.#writer?.bytes ?? 0, retention, clock.now());
    for (const { path } of going) {
      try {
        await files.remove(path);
        this.#sealed.shift();
      } catch (cause) {
        log.warn({ path, cause: describe(cause) }, "an old segment of the raw log can't be deleted");
        return;
      }
    }
  }
}

function describe(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = failureCode(cause);
  return code === null || message.startsWith(code) ? message : `${code}: ${message}`;
}
