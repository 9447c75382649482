import {
  BUDGET_SPENT,
  CodedError,
  counted,
  toRfc3339,
  type Clock,
  type EvidenceSubject,
  type LogPoint,
  type Micros,
  type PartLimits,
  type Source,
  type TrailMoments,
  type Venue,
  type VenueId,
  type WorkLimits,
} from '../../core/index.ts';
import type { Effect, Input } from '../../runtime/feed/index.ts';
import {
  createStartFinder,
  listSegments,
  readRawLog,
  readRecord,
  type RestoreStart,
  type SegmentFile,
} from '../../runtime/raw-log/index.ts';
import type { MarketService } from './answers.ts';
import { createEngine, type Engine } from './engine.ts';
import { unplayable } from './errors.ts';
import { restoringFrom } from './restoring.ts';
import type { MarketSettings } from './settings.ts';
import { selectionOf, type Selection } from './selection.ts';
import { createMarketService } from './service.ts';
import {
  affordable,
  cheapestFirst,
  holding,
  LOOK_UNITS,
  neededParts,
  LEFT_OUT_A_UNIT,
  replayUnits,
  restoreUnits,
  visitsOf,
  type ReachedPoint,
  type Visit,
} from './replay-cost.ts';

export interface LogEvidenceOptions {
  /** Data directory whose raw log is the evidence. */
  readonly directory: string;
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly source: Source;
  /** Settings for logs that don't contain their own. */
  readonly settings: MarketSettings;
  /** Writes pending records to disk; set if this process writes the log. */
  readonly flush?: () => Promise<void>;
}

/** `subject`: the venue and markets that the replay must restore; everything if absent. A smaller subject replays faster. */
export interface ReplayOptions extends WorkLimits {
  readonly subject?: EvidenceSubject | null;
}

/** `subjectOf`: what must be restored for each point; null for everything. */
export interface VisitOptions extends WorkLimits {
  readonly subjectOf?: (point: LogPoint) => EvidenceSubject | null;
}

/**
 * Past states of the markets, from the raw log of this directory. Each method keeps to its limits, counts its work in
 * units of one replayed input, and throws the signal's reason when aborted.
 */
export interface LogEvidence {
  /** Data directory, in which services keep other evidence. */
  readonly directory: string;
  /** Source of the log's data. */
  readonly source: Source;
  readonly venues: ReadonlyMap<VenueId, Venue>;
  /**
   * Calls `look` with the market at each point, cheapest points first; nearby points are reached in one pass, in log order.
   * Returns the points that were not reached, with reasons. A few points of one segment cost as much as one of them, so
   * they get the budget's wider allowance.
   */
  visit(
    points: readonly LogPoint[],
    look: (point: LogPoint, market: MarketService) => Promise<void>,
    options?: VisitOptions,
  ): Promise<ReadonlyMap<LogPoint, string>>;
  /**
   * Replays inputs from the checkpoint before `fromSeq` to `toSeq`. Calls `look` with the effects of each input from
   * `fromSeq` on. Returns why `toSeq` was not reached; null if it was.
   */
  steps(
    range: { readonly session: number; readonly fromSeq: number; readonly toSeq: number },
    look: (engine: Engine, effects: readonly Effect[], seq: number) => void,
    options?: ReplayOptions,
  ): Promise<string | null>;
  /** Reads a venue's REST answer at a position of the log, without a replay; or returns why it can't be read. */
  exchange(point: LogPoint): Promise<Extract<Input, { kind: 'rest' }> | string>;
  /**
   * Calls `look` with the market ten times a second, or at those of these moments that `moments` takes, from `from` up to a
   * point. Returns why part of that time could not be replayed; null if all was.
   */
  trail(
    point: LogPoint,
    from: Micros,
    look: (at: Micros, market: MarketService) => Promise<void>,
    options?: PartLimits & Pick<ReplayOptions, 'subject'> & { readonly moments?: TrailMoments },
  ): Promise<string | null>;
}

/** A clock without timers, because an answer about the past belongs to one moment. */
const standing = (now: () => Micros): Clock => ({ now, after: () => () => {} });

const OTHER_LOG = 'this receipt cites another log';
const PRUNED = 'the raw log no longer has that time: it was pruned';
const NOT_HERE = 'the raw log does not have that time: it was pruned, or this is another log';
/** Maximum points with the wider allowance: the receipts of one paragraph. */
const MOST_TOGETHER = 5;
const NO_EXCHANGE = 'the raw log has no answer of a venue with that sequence';
const NOTHING_THERE = 'the raw log has no input with that sequence';

export function createLogEvidence({ directory, venues, source, settings, flush }: LogEvidenceOptions): LogEvidence {
  const begin = (only: Selection | null): Engine => createEngine({ venues, source, settings, only });

  /** The subject if every segment has its venue; otherwise null, which means everything. */
  const namedIn = (segments: readonly SegmentFile[], subject: EvidenceSubject | null): EvidenceSubject | null =>
    subject !== null && venues.has(subject.venue) && segments.every(({ header }) => header?.venues.includes(subject.venue))
      ? subject
      : null;

  const marketAt = (engine: Engine, at: () => Micros): MarketService =>
    createMarketService({ engine, clock: standing(at), rawLog: null, syncWaitMs: 0 });

  /**
   * Replays a session's inputs from a checkpoint; yields after each input once the state is fully restored. If the log is
   * damaged or the budget spent, it reports why to `stopped` and ends.
   */
  async function* run(engine: Engine, start: RestoreStart, passage: Passage): AsyncGenerator<number, void, undefined> {
    const { segments, toSeq, stopped, onEffects, limits, selection } = passage;
    const { session, segment } = start.segment;
    const { fromOffset, fromSeq } = start;
    let leftOut = 0;
    const needed = new Set(neededParts(start, selection).map(({ name }) => name));
    const restoring = restoringFrom(start, (name) => needed.has(name));
    if (limits.budget?.spend(restoreUnits(start, selection)) === false) return stopped(BUDGET_SPENT);
    const records = readRawLog(directory, {
      session,
      segments,
      fromSegment: segment,
      fromOffset,
      fromSeq,
      toSeq,
      onCorrupt: 'skip',
    });
    for await (const { position, record } of records) {
      limits.signal?.throwIfAborted();
      if (record.kind === 'corrupt') return stopped(`the log is damaged: ${record.reason} at byte ${record.offset}`);
      if (record.kind === 'hole') return stopped(`the log has a hole: ${counted(record.lost, 'record')} lost, ${record.reason}`);
      if (record.kind !== 'input') continue;
      if (restoring.isDue(position.seq)) {
        const refused = await refusalOf(() => restoring.putIn(engine, position.seq));
        if (refused !== null) return stopped(refused);
      }
      const units = selection === null || selection.has(record.input.venue) || ++leftOut % LEFT_OUT_A_UNIT === 0 ? 1 : 0;
      if (limits.budget?.spend(units) === false) return stopped(BUDGET_SPENT);
      let effects: readonly Effect[];
      try {
        effects = engine.apply(record.input, position);
      } catch (error) {
        return stopped(unplayable(error, `record ${position.seq} can't be taken`).message);
      }
      if (!restoring.isWhole()) continue;
      onEffects?.(effects, position.seq);
      yield position.seq;
    }
  }

  /** Lists readable segments; called once per request, because it opens every file. */
  const readableSegments = async (): Promise<readonly SegmentFile[]> => {
    await flush?.();
    return (await listSegments(directory)).filter(({ header }) => header !== null);
  };

  const segmentsOf = async (session: number): Promise<readonly SegmentFile[]> =>
    (await readableSegments()).filter((found) => found.session === session);

  /** Why segments can't be evidence for this source; null if they can. Segments without a source never count as live. */
  const foreign = (segments: readonly SegmentFile[]): string | null => {
    const other = segments.find(({ header }) => header !== null && header.source !== null && header.source !== source);
    if (other !== undefined)
      return `the log of that time is of ${other.header?.source} data, and this is a directory of ${source} data`;
    const silent = segments.some(({ header }) => header !== null && header.source === null);
    return silent && source === 'live' ? 'that log does not state its source, so it cannot count as live' : null;
  };

  /** Why a point can't be in these segments; null if it may be. */
  const elsewhere = ({ log, session }: LogPoint, segments: readonly SegmentFile[]): string | null => {
    const own = segments.filter((one) => one.session === session);
    // A log without an identity is identified by its session alone.
    if (own.some(({ header }) => (header?.log ?? null) !== log)) return OTHER_LOG;
    if (own.length > 0) return null;
    if (log === null) return NOT_HERE;
    return segments.some(({ header }) => header?.log === log) ? PRUNED : OTHER_LOG;
  };

  async function visitFrom(
    visit: Visit,
    segments: readonly SegmentFile[],
    look: (point: LogPoint, market: MarketService) => Promise<void>,
    { missed, limits }: { readonly missed: Map<LogPoint, string>; readonly limits: WorkLimits },
  ): Promise<void> {
    const waiting = affordable(visit, limits);
    for (const point of visit.points.slice(waiting.length)) missed.set(point, BUDGET_SPENT);
    const last = waiting.at(-1);
    if (last === undefined) return;
    const { selection } = visit;
    const engine = begin(selection);
    let why = NOTHING_THERE;
    const stopped = (reason: string) => void (why = reason);
    for await (const seq of run(engine, visit.start, { segments, toSeq: last.seq, stopped, limits, selection })) {
      for (let point = waiting[0]; point !== undefined && point.seq <= seq; point = waiting[0]) {
        const { afterUs } = point;
        limits.signal?.throwIfAborted();
        if (point.seq === seq && limits.budget?.spend(LOOK_UNITS) === false) break;
        waiting.shift();
        if (point.seq < seq) missed.set(point, NOTHING_THERE);
        else
          await look(
            point,
            marketAt(engine, () => engine.state.now + afterUs),
          );
      }
    }
    for (const point of waiting) missed.set(point, why);
  }

  return {
    directory,
    source,
    venues,

    async visit(points, look, { subjectOf = () => null, ...limits } = {}) {
      const missed = new Map<LogPoint, string>();
      const segments = points.length === 0 ? [] : await readableSegments();
      const visits: Visit[] = [];
      for (const [session, inside] of Map.groupBy(points, (point) => point.session)) {
        const own = segments.filter((segment) => segment.session === session);
        const finder = createStartFinder(own);
        const reached: ReachedPoint[] = [];
        for (const point of inside) {
          const barred = elsewhere(point, segments) ?? foreign(own);
          const start = barred ?? (holding(own, point.seq) < 0 ? PRUNED : await finder.startFor(point.seq));
          if (typeof start === 'string') missed.set(point, start);
          else reached.push({ point, start, subject: namedIn(own, subjectOf(point)) });
        }
        visits.push(...visitsOf(reached));
      }
      const places = new Set(
        visits.flatMap(({ points: own }) => own.map(({ session, seq }) => segmentAt(segments, session, seq))),
      );
      if (places.size === 1 && points.length <= MOST_TOGETHER) limits.budget?.widen();
      for (const visit of cheapestFirst(visits)) {
        const own = segments.filter(({ session }) => session === visit.start.segment.session);
        await visitFrom(visit, own, look, { missed, limits });
      }
      return missed;
    },

    async exchange(point) {
      const segments = await readableSegments();
      const own = segments.filter(({ session }) => session === point.session);
      const barred = elsewhere(point, segments) ?? foreign(own);
      if (barred !== null) return barred;
      if (holding(own, point.seq) < 0) return PRUNED;
      const record = await readRecord(own, point.seq);
      return record?.kind === 'input' && record.input.kind === 'rest' ? record.input : NO_EXCHANGE;
    },

    async steps({ session, fromSeq, toSeq }, look, { subject = null, ...limits } = {}) {
      const segments = await segmentsOf(session);
      const start = foreign(segments) ?? (await startIn(segments, fromSeq));
      if (typeof start === 'string') return start;
      limits.budget?.widen();
      const selection = selectionOf([namedIn(segments, subject)]);
      if (limits.budget?.affords(replayUnits(start, toSeq, selection)) === false) return BUDGET_SPENT;
      const engine = begin(selection);
      let why: string | null = null;
      let reached = 0;
      const stopped = (reason: string) => void (why = reason);
      const onEffects = (effects: readonly Effect[], seq: number) => (seq >= fromSeq ? look(engine, effects, seq) : undefined);
      for await (const seq of run(engine, start, { segments, toSeq, stopped, onEffects, limits, selection })) reached = seq;
      return why ?? (reached >= toSeq ? null : NOTHING_THERE);
    },

    async trail(point, from, look, { subject = null, moments, ...limits } = {}) {
      const segments = await segmentsOf(point.session);
      const start = foreign(segments) ?? (await startIn(segments, point.seq, from));
      if (typeof start === 'string') return start;
      const selection = selectionOf([namedIn(segments, subject)]);
      const units = replayUnits(start, point.seq, selection) + (moments?.count ?? 0) * LOOK_UNITS;
      if (limits.budget?.affords(units) === false) return BUDGET_SPENT;
      const engine = begin(selection);
      let why: string | null = null;
      let began: Micros | null = null;
      let ticked = 0;
      const stopped = (reason: string) => void (why = reason);
      for await (const _ of run(engine, start, { segments, toSeq: point.seq, stopped, limits, selection })) {
        const { now, ticked: latest } = engine.state;
        began ??= now;
        if (latest === ticked || now < from) continue;
        ticked = latest;
        if (moments?.take(now) === false) continue;
        if (limits.budget?.spend(LOOK_UNITS) === false) return BUDGET_SPENT;
        await look(
          now,
          marketAt(engine, () => now),
        );
      }
      const late =
        began === null || began > from ? `the log begins ${began === null ? 'later' : `at ${toRfc3339(began)}`}` : null;
      return why ?? late;
    },
  };
}

/** Where a replay to `seq` must start, so that the state is complete from `from` on, if given; or why it can't. */
async function startIn(segments: readonly SegmentFile[], seq: number, from?: Micros): Promise<RestoreStart | string> {
  if (holding(segments, seq) < 0) return PRUNED;
  const finder = createStartFinder(segments);
  return from === undefined ? finder.startFor(seq) : finder.startBefore(from, seq);
}

const segmentAt = (segments: readonly SegmentFile[], session: number, seq: number): SegmentFile | undefined => {
  const own = segments.filter((segment) => segment.session === session);
  return own[holding(own, seq)];
};

/** A part of the log to replay. */
interface Passage {
  /** All segments are of one session. */
  readonly segments: readonly SegmentFile[];
  readonly toSeq: number;
  readonly stopped: (why: string) => void;
  readonly onEffects?: (effects: readonly Effect[], seq: number) => void;
  readonly limits: PartLimits;
  readonly selection: Selection | null;
}

/** The error text of a step; null if it succeeds. */
async function refusalOf(step: () => Promise<void>): Promise<string | null> {
  try {
    await step();
    return null;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return error.message;
  }
}
