import type { EvidenceSubject, LogPoint, VenueId, WorkLimits } from '../../core/index.ts';
import type { RestoreStart, SegmentFile } from '../../runtime/raw-log/index.ts';
import { partFilter } from './engine-parts.ts';
import { selectionOf, type Selection } from './selection.ts';

// A unit is one replayed input, about 27 µs of one core (docs/benchmarks.md, "Proofs").

/** Cost of one answer about a past market: about a millisecond. */
export const LOOK_UNITS = 40;

/** Bytes of state restored per unit. Measured: 750 kB in parts take 5 ms; 3.6 MB of text, from earlier builds, 100 ms. */
const BYTES_A_UNIT = { parts: 4_096, text: 1_024 } as const;

/** Below the average length of a record, so that the remaining bytes give an upper bound of the records to replay. */
const RECORD_BYTES = 200;

/** Parts of a checkpoint that a selection needs; empty for a checkpoint without parts. */
export function neededParts({ checkpoint }: Pick<RestoreStart, 'checkpoint'>, selection: Selection | null) {
  const parts = checkpoint?.kind === 'parts' ? checkpoint.parts : [];
  const isWanted = partFilter(
    selection,
    parts.map(({ name }) => name),
  );
  return parts.filter(({ name }) => isWanted(name));
}

/** Cost of restoring a state, in units. */
export function restoreUnits(start: Pick<RestoreStart, 'checkpoint'>, selection: Selection | null): number {
  const { checkpoint } = start;
  if (checkpoint === null) return 0;
  const bytes =
    checkpoint.kind === 'text' ? checkpoint.bytes : neededParts(start, selection).reduce((sum, part) => sum + part.bytes, 0);
  return Math.ceil(bytes / BYTES_A_UNIT[checkpoint.kind]);
}

/** Number of other venues' inputs that cost one unit, because they are read but not replayed. */
export const LEFT_OUT_A_UNIT = 4;

/** Average units per input, from the share of the selection's venues in the segment. */
function unitsAnInput({ inputs }: RestoreStart, selection: Selection | null): number {
  if (selection === null) return 1;
  const sum = (counts: Iterable<readonly [VenueId, number]>) => [...counts].reduce((total, [, count]) => total + count, 0);
  const all = sum(inputs);
  const own = all === 0 ? 1 : sum([...inputs].filter(([venue]) => selection.has(venue))) / all;
  return own + (1 - own) / LEFT_OUT_A_UNIT;
}

const inputUnits = (start: RestoreStart, toSeq: number, selection: Selection | null): number =>
  Math.ceil(Math.min(Math.max(0, toSeq - start.fromSeq), start.bytesAhead / RECORD_BYTES) * unitsAnInput(start, selection));

/** Cost of restoring a state and replaying to a sequence number, in units. */
export const replayUnits = (start: RestoreStart, toSeq: number, selection: Selection | null): number =>
  inputUnits(start, toSeq, selection) + restoreUnits(start, selection);

/** Index of the segment that contains a sequence number, among a session's segments in order; -1 if it was pruned. */
export const holding = (segments: readonly SegmentFile[], seq: number): number =>
  segments.findLastIndex(({ header }) => header !== null && header.firstSeq <= seq);

/** Points reached in one replay, in log order, and their joint selection. */
export interface Visit {
  readonly start: RestoreStart;
  readonly points: readonly LogPoint[];
  readonly selection: Selection | null;
  /** Cost of restoring the selection, in units. */
  readonly restoring: number;
}

/** A point, its replay start, and what must be restored; null for everything. */
export interface ReachedPoint {
  readonly point: LogPoint;
  readonly start: RestoreStart;
  readonly subject: EvidenceSubject | null;
}

const costOf = ({ start, points, restoring, selection }: Visit): number =>
  restoring + inputUnits(start, points.at(-1)?.seq ?? 0, selection);

/** Sorts visits by cost, so that a budget reaches as many points as possible. */
export const cheapestFirst = (visits: readonly Visit[]): readonly Visit[] => visits.toSorted((a, b) => costOf(a) - costOf(b));

/** Groups points of one session into the cheapest visits, because continuing a replay can cost less than a new start. */
export function visitsOf(points: readonly ReachedPoint[]): readonly Visit[] {
  const visits: { readonly start: RestoreStart; readonly reached: ReachedPoint[] }[] = [];
  for (const one of points.toSorted((a, b) => a.point.seq - b.point.seq)) {
    const { start, subject } = one;
    const last = visits.at(-1);
    const ahead = start.fromSeq - (last?.reached.at(-1)?.point.seq ?? 0);
    const own = selectionOf([subject]);
    const goOn = ahead * unitsAnInput(start, own);
    if (last !== undefined && (ahead <= 0 || goOn <= restoreUnits(start, own))) last.reached.push(one);
    else visits.push({ start, reached: [one] });
  }
  return visits.map(({ start, reached }) => {
    const selection = selectionOf(reached.map(({ subject }) => subject));
    return { start, points: reached.map(({ point }) => point), selection, restoring: restoreUnits(start, selection) };
  });
}

/** The points of a visit that the budget covers, so that no unfinishable work is started. */
export function affordable({ start, points, restoring, selection }: Visit, { budget }: WorkLimits): LogPoint[] {
  if (budget === undefined) return [...points];
  const looked = (count: number) => restoring + inputUnits(start, points[count - 1]?.seq ?? 0, selection) + count * LOOK_UNITS;
  let count = points.length;
  while (count > 0 && !budget.affords(looked(count))) count--;
  return points.slice(0, count);
}
