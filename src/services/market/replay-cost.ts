import type { EvidenceSubject, LogPoint, VenueId, WorkLimits } from '../../core/index.ts';
import type { RestoreStart, SegmentFile } from '../../runtime/raw-log/index.ts';
import { partFilter } from './engine-parts.ts';
import { selectionOf, type Selection } from './selection.ts';

// A unit is one replayed input, about 27 µs of one core (docs/benchmarks.md, "Proofs").

/** One answer worked out on a market of the past: about a millisecond. */
export const LOOK_UNITS = 40;

/** Bytes of state a unit: 750 kB of a busy market in parts take 5 ms, 3.6 MB of text as earlier builds had it 100 ms. */
const BYTES_A_UNIT = { parts: 4_096, text: 1_024 } as const;

/** Records are longer, on average; a place past the log's end costs no more than what there is. */
const RECORD_BYTES = 200;

/** Parts of a start's checkpoint that a selection needs; none where it has no parts. */
export function neededParts({ checkpoint }: Pick<RestoreStart, 'checkpoint'>, selection: Selection | null) {
  const parts = checkpoint?.kind === 'parts' ? checkpoint.parts : [];
  const isWanted = partFilter(
    selection,
    parts.map(({ name }) => name),
  );
  return parts.filter(({ name }) => isWanted(name));
}

/** What restoring a state costs. */
export function restoreUnits(start: Pick<RestoreStart, 'checkpoint'>, selection: Selection | null): number {
  const { checkpoint } = start;
  if (checkpoint === null) return 0;
  const bytes =
    checkpoint.kind === 'text' ? checkpoint.bytes : neededParts(start, selection).reduce((sum, part) => sum + part.bytes, 0);
  return Math.ceil(bytes / BYTES_A_UNIT[checkpoint.kind]);
}

/** Inputs of other venues that cost one unit: each is read from the log and not replayed. */
export const LEFT_OUT_A_UNIT = 4;

/** Units of an input on average, by the share that the venues of a selection have in the start's segment. */
function unitsAnInput({ inputs }: RestoreStart, selection: Selection | null): number {
  if (selection === null) return 1;
  const sum = (counts: Iterable<readonly [VenueId, number]>) => [...counts].reduce((total, [, count]) => total + count, 0);
  const all = sum(inputs);
  const own = all === 0 ? 1 : sum([...inputs].filter(([venue]) => selection.has(venue))) / all;
  return own + (1 - own) / LEFT_OUT_A_UNIT;
}

const inputUnits = (start: RestoreStart, toSeq: number, selection: Selection | null): number =>
  Math.ceil(Math.min(Math.max(0, toSeq - start.fromSeq), start.bytesAhead / RECORD_BYTES) * unitsAnInput(start, selection));

/** What it costs to restore a state and go on to a sequence. */
export const replayUnits = (start: RestoreStart, toSeq: number, selection: Selection | null): number =>
  inputUnits(start, toSeq, selection) + restoreUnits(start, selection);

/** Of a session's segments in order, the index of the one that has a sequence; -1 where it is gone. */
export const holding = (segments: readonly SegmentFile[], seq: number): number =>
  segments.findLastIndex(({ header }) => header !== null && header.firstSeq <= seq);

/** Points that are reached from one start, in the log's order, and what they read together. */
export interface Visit {
  readonly start: RestoreStart;
  readonly points: readonly LogPoint[];
  readonly selection: Selection | null;
  /** What its selection costs to restore. */
  readonly restoring: number;
}

/** A point, where a replay to it can start, and what it reads; null: everything. */
export interface ReachedPoint {
  readonly point: LogPoint;
  readonly start: RestoreStart;
  readonly subject: EvidenceSubject | null;
}

const costOf = ({ start, points, restoring, selection }: Visit): number =>
  restoring + inputUnits(start, points.at(-1)?.seq ?? 0, selection);

/** Visits that are done soonest come first, so that a budget proves as much as it can. */
export const cheapestFirst = (visits: readonly Visit[]): readonly Visit[] => visits.toSorted((a, b) => costOf(a) - costOf(b));

/** Points of one session with where each could start: as few visits as cost least, because to go on can be less than to start again. */
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

/** The points of a visit that the budget reaches: work that could not be finished is not begun. */
export function affordable({ start, points, restoring, selection }: Visit, { budget }: WorkLimits): LogPoint[] {
  if (budget === undefined) return [...points];
  const looked = (count: number) => restoring + inputUnits(start, points[count - 1]?.seq ?? 0, selection) + count * LOOK_UNITS;
  let count = points.length;
  while (count > 0 && !budget.affords(looked(count))) count--;
  return points.slice(0, count);
}
