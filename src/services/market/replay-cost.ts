import type { LogPoint, WorkLimits } from '../../core/index.ts';
import type { SegmentFile } from '../../runtime/raw-log/index.ts';

// A unit is one replayed input, about 27 µs of one core (docs/benchmarks.md, "Proofs").

/** One answer worked out on a market of the past: about a millisecond. */
export const LOOK_UNITS = 40;

/** A checkpoint that is still to be read: 3.6 MB of two busy markets take about 100 ms. */
const RESTORE_UNITS = 4_000;

const BYTES_A_UNIT = 1_024;

/** Records are longer, on average; a place past the log's end costs no more than the whole segment. */
const RECORD_BYTES = 200;

/** What restoring a checkpoint costs, by its length. */
export const restoreUnits = (state: string): number => Math.ceil(state.length / BYTES_A_UNIT);

/** What it costs to replay from a segment's start up to a sequence. */
export const replayUnits = ({ header, bytes }: SegmentFile, toSeq: number): number => {
  const firstSeq = header?.firstSeq ?? 1;
  const inputs = Math.min(Math.max(0, toSeq - firstSeq), Math.ceil(bytes / RECORD_BYTES));
  return inputs + (firstSeq === 1 ? 0 : RESTORE_UNITS);
};

/** Of a session's segments in order, the index of the one that has a sequence; -1 where it is gone. */
export const holding = (segments: readonly SegmentFile[], seq: number): number =>
  segments.findLastIndex(({ header }) => header !== null && header.firstSeq <= seq);

/** Points of one segment, in the log's order. */
export interface Visit {
  readonly segment: SegmentFile;
  readonly points: readonly LogPoint[];
}

const costOf = ({ segment, points }: Visit): number => replayUnits(segment, points.at(-1)?.seq ?? 0);

/** Segments whose points are reached soonest come first, so that a budget proves as much as it can. */
export const cheapestFirst = (visits: ReadonlyMap<SegmentFile, readonly LogPoint[]>): readonly Visit[] =>
  Array.from(visits, ([segment, points]) => ({ segment, points: points.toSorted((a, b) => a.seq - b.seq) })).toSorted(
    (a, b) => costOf(a) - costOf(b),
  );

/** The points of a visit that the budget reaches: work that could not be finished is not begun. */
export function affordable({ segment, points }: Visit, { budget }: WorkLimits): LogPoint[] {
  if (budget === undefined) return [...points];
  const looked = (count: number) => replayUnits(segment, points[count - 1]?.seq ?? 0) + count * LOOK_UNITS;
  let count = points.length;
  while (count > 0 && !budget.affords(looked(count))) count--;
  return points.slice(0, count);
}
