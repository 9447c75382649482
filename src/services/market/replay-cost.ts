import type { LogPoint, WorkLimits } from '../../core/index.ts';
import type { RestoreStart, SegmentFile } from '../../runtime/raw-log/index.ts';

// A unit is one replayed input, about 27 µs of one core (docs/benchmarks.md, "Proofs").

/** One answer worked out on a market of the past: about a millisecond. */
export const LOOK_UNITS = 40;

/** Bytes of state a unit: 750 kB of a busy market in parts take 5 ms, 3.6 MB of text as earlier builds had it 100 ms. */
const BYTES_A_UNIT = { parts: 4_096, text: 1_024 } as const;

/** Records are longer, on average; a place past the log's end costs no more than what there is. */
const RECORD_BYTES = 200;

/** What restoring a state costs. */
export function restoreUnits({ checkpoint }: Pick<RestoreStart, 'checkpoint'>): number {
  if (checkpoint === null) return 0;
  const bytes = checkpoint.kind === 'text' ? checkpoint.bytes : checkpoint.parts.reduce((sum, part) => sum + part.bytes, 0);
  return Math.ceil(bytes / BYTES_A_UNIT[checkpoint.kind]);
}

/** What it costs to restore a state and go on to a sequence. */
export const replayUnits = (start: RestoreStart, toSeq: number): number => {
  const inputs = Math.min(Math.max(0, toSeq - start.fromSeq), Math.ceil(start.bytesAhead / RECORD_BYTES));
  return inputs + restoreUnits(start);
};

/** Of a session's segments in order, the index of the one that has a sequence; -1 where it is gone. */
export const holding = (segments: readonly SegmentFile[], seq: number): number =>
  segments.findLastIndex(({ header }) => header !== null && header.firstSeq <= seq);

/** Points that are reached from one start, in the log's order. */
export interface Visit {
  readonly start: RestoreStart;
  readonly points: readonly LogPoint[];
}

const costOf = ({ start, points }: Visit): number => replayUnits(start, points.at(-1)?.seq ?? 0);

/** Visits that are done soonest come first, so that a budget proves as much as it can. */
export const cheapestFirst = (visits: readonly Visit[]): readonly Visit[] => visits.toSorted((a, b) => costOf(a) - costOf(b));

/** Points of one session with where each could start: as few visits as cost least, because to go on can be less than to start again. */
export function visitsOf(points: readonly { readonly point: LogPoint; readonly start: RestoreStart }[]): readonly Visit[] {
  const visits: { readonly start: RestoreStart; readonly points: LogPoint[] }[] = [];
  for (const { point, start } of points.toSorted((a, b) => a.point.seq - b.point.seq)) {
    const last = visits.at(-1);
    const reached = last?.points.at(-1)?.seq ?? 0;
    if (last !== undefined && start.fromSeq - reached <= restoreUnits(start)) last.points.push(point);
    else visits.push({ start, points: [point] });
  }
  return visits;
}

/** The points of a visit that the budget reaches: work that could not be finished is not begun. */
export function affordable({ start, points }: Visit, { budget }: WorkLimits): LogPoint[] {
  if (budget === undefined) return [...points];
  const looked = (count: number) => replayUnits(start, points[count - 1]?.seq ?? 0) + count * LOOK_UNITS;
  let count = points.length;
  while (count > 0 && !budget.affords(looked(count))) count--;
  return points.slice(0, count);
}
