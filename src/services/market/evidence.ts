import { toRfc3339, type Clock, type LogPoint, type Micros, type Source, type Venue, type VenueId } from '../../core/index.ts';
import type { Effect } from '../../runtime/feed/index.ts';
import { listSegments, readRawLog, type SegmentFile } from '../../runtime/raw-log/index.ts';
import type { MarketService } from './answers.ts';
import { createEngine, type Engine } from './engine.ts';
import type { MarketSettings } from './settings.ts';
import { createMarketService } from './service.ts';

export interface EvidenceOptions {
  /** Data directory whose raw log is the evidence. */
  readonly directory: string;
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly source: Source;
  /** For logs that don't say their own. */
  readonly settings: MarketSettings;
  /** Puts on the disk what waits, where this process writes the log. */
  readonly flush?: () => Promise<void>;
}

/** The markets of the past, as the raw log has them. */
export interface Evidence {
  /** What its log is of. */
  readonly source: Source;
  /**
   * Shows the market at each point, one pass a segment, in the log's order. Returns the points that could not be
   * reached, each with why.
   */
  visit(
    points: readonly LogPoint[],
    look: (point: LogPoint, market: MarketService) => Promise<void>,
  ): Promise<ReadonlyMap<LogPoint, string>>;
  /**
   * Runs the inputs up to `toSeq` through an engine, from the checkpoint before `fromSeq` on, and shows each from then on
   * with what it did. Returns why it did not get there; null when it did.
   */
  steps(
    range: { readonly session: number; readonly fromSeq: number; readonly toSeq: number },
    look: (engine: Engine, effects: readonly Effect[], seq: number) => void,
  ): Promise<string | null>;
  /**
   * Shows the market ten times a second from a time on up to a point. Returns why not all of that time could be shown;
   * null when it was.
   */
  trail(point: LogPoint, from: Micros, look: (at: Micros, market: MarketService) => Promise<void>): Promise<string | null>;
}

/** A clock that stands: what was answered then was answered at one moment. */
const standing = (now: () => Micros): Clock => ({ now, after: () => () => {} });

const NOT_HERE = 'the log of that time is not here, or no longer';
const NOTHING_THERE = 'the log has no input at that place';

export function createEvidence({ directory, venues, source, settings, flush }: EvidenceOptions): Evidence {
  const begin = (): Engine => createEngine({ venues, source, settings });

  const marketAt = (engine: Engine, at: () => Micros): MarketService =>
    createMarketService({ engine, clock: standing(at), rawLog: null, syncWaitMs: 0 });

  /** Runs a session's inputs from a segment's checkpoint on; yields after each. Where the log is broken it says why, and ends. */
  async function* run(
    engine: Engine,
    { session, segment, header }: SegmentFile,
    toSeq: number,
    broken: (why: string) => void,
    told: (effects: readonly Effect[], seq: number) => void = () => {},
  ): AsyncGenerator<number, void, undefined> {
    let opened = header?.firstSeq === 1;
    for await (const { position, record } of readRawLog(directory, { session, fromSegment: segment, toSeq, onCorrupt: 'skip' })) {
      if (record.kind === 'corrupt') return broken(`the log is damaged: ${record.reason} at byte ${record.offset}`);
      if (record.kind === 'hole') return broken(`the log has a hole: ${record.lost} records lost, ${record.reason}`);
      if (record.kind === 'checkpoint') {
        // Later segments open with what we have worked out ourselves.
        if (engine.state.inputs === 0) engine.restore(record.state);
        opened = true;
      } else if (record.kind === 'input') {
        if (!opened) return broken('its segment of the log opens without a checkpoint');
        told(engine.apply(record.input, position), position.seq);
        yield position.seq;
      }
    }
  }

  const segmentsOf = async (session: number): Promise<readonly SegmentFile[]> => {
    await flush?.();
    return (await listSegments(directory)).filter((found) => found.session === session && found.header !== null);
  };

  const holding = (segments: readonly SegmentFile[], seq: number): number =>
    segments.findLastIndex(({ header }) => header !== null && header.firstSeq <= seq);

  async function visitSegment(
    from: SegmentFile,
    points: readonly LogPoint[],
    look: (point: LogPoint, market: MarketService) => Promise<void>,
    missed: Map<LogPoint, string>,
  ): Promise<void> {
    const engine = begin();
    const waiting = points.toSorted((a, b) => a.seq - b.seq);
    let why = NOTHING_THERE;
    for await (const seq of run(engine, from, waiting.at(-1)?.seq ?? 0, (reason) => (why = reason))) {
      for (let point = waiting[0]; point !== undefined && point.seq <= seq; point = waiting[0]) {
        waiting.shift();
        const { afterUs } = point;
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
    source,

    async visit(points, look) {
      const missed = new Map<LogPoint, string>();
      for (const [session, own = []] of Object.entries(Object.groupBy(points, ({ session: of }) => String(of)))) {
        const segments = await segmentsOf(Number(session));
        const bySegment = Object.groupBy(own, ({ seq }) => String(holding(segments, seq)));
        for (const [index, inside = []] of Object.entries(bySegment)) {
          const segment = segments[Number(index)];
          if (segment !== undefined) await visitSegment(segment, inside, look, missed);
          else for (const point of inside) missed.set(point, NOT_HERE);
        }
      }
      return missed;
    },

    async steps({ session, fromSeq, toSeq }, look) {
      const segments = await segmentsOf(session);
      const first = segments[holding(segments, fromSeq)];
      if (first === undefined) return NOT_HERE;
      const engine = begin();
      let why: string | null = null;
      let reached = 0;
      const told = (effects: readonly Effect[], seq: number) => (seq >= fromSeq ? look(engine, effects, seq) : undefined);
      for await (const seq of run(engine, first, toSeq, (reason) => (why = reason), told)) reached = seq;
      return why ?? (reached >= toSeq ? null : NOTHING_THERE);
    },

    async trail(point, from, look) {
      const segments = await segmentsOf(point.session);
      const index = holding(segments, point.seq);
      const before = segments.findLastIndex(({ header }) => header !== null && header.createdAt <= from);
      const first = segments[Math.max(0, Math.min(before, index))];
      if (index < 0 || first === undefined) return NOT_HERE;
      const engine = begin();
      let why: string | null = null;
      let began: Micros | null = null;
      let ticked = 0;
      for await (const _ of run(engine, first, point.seq, (reason) => (why = reason))) {
        const { now, ticked: latest } = engine.state;
        began ??= now;
        if (latest === ticked || now < from) continue;
        ticked = latest;
        await look(
          now,
          marketAt(engine, () => now),
        );
      }
      const late =
        began === null || began > from ? `the log at hand begins ${began === null ? 'later' : `at ${toRfc3339(began)}`}` : null;
      return why ?? late;
    },
  };
}
