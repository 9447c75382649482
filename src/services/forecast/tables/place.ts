import { counted } from '../../../core/counted.ts';
import { inferStep } from '../../../analytics/series/index.ts';
import type { Step } from '../../../analytics/series/index.ts';
import { cellInvalid, rowsTooFew, stepMissing, timesConflict, timesRepeated, timesSplit } from '../errors.ts';
import type { Column } from './column.ts';

/** µs to RFC 3339, also for times before 1970, because economic series go further back. */
export const toRfc3339 = (micros: number): string => new Date(micros / 1_000).toISOString();

export interface Placed {
  /** µs, strictly ascending. */
  readonly times: Float64Array;
  /** NaN where a row has no value. */
  readonly values: Float64Array;
  readonly step: Step;
  readonly remarks: readonly string[];
}

const LEAST_ROWS = 3;

/** Fills missing times. A missing time is unambiguous if its neighbours in the file are exactly two steps apart. */
export function mendTimes(
  times: readonly (number | null)[],
  { name, lines }: Column,
): { readonly times: Float64Array; readonly remarks: readonly string[] } {
  const known = times.filter((time) => time !== null);
  const gaps = known.slice(1).map((time, i) => Math.abs(time - known[i]!));
  const usual = gaps.reduce((least, gap) => (gap > 0 ? Math.min(least, gap) : least), Infinity);
  let mended = 0;
  const out = Float64Array.from(times, (time, i) => {
    if (time !== null) return time;
    const [before, after] = [times[i - 1], times[i + 1]];
    if (before == null || after == null || Math.abs(after - before) !== 2 * usual)
      throw cellInvalid({
        column: name,
        line: lines[i]!,
        cell: '',
        problem: 'is a missing time that its neighbours don’t determine',
      });
    mended += 1;
    return (before + after) / 2;
  });
  return { times: out, remarks: mended > 0 ? [`Filled from their neighbours: ${counted(mended, 'missing time')}.`] : [] };
}

interface Row {
  readonly time: number;
  readonly value: number;
  /** All cells of the row, to recognise a repeated row. */
  readonly cells: string;
}

export interface RowsToPlace {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** All cells of each row, joined. */
  readonly cells: readonly string[];
  /** Name of the column of times. */
  readonly column: string;
  /** Other columns that hold parts of a time. */
  readonly parts: readonly string[];
  readonly isLocalClock: boolean;
}

/** One row for each time. A repeated time must repeat the whole row, or have no value beside one. */
function withoutRepeats(rows: readonly Row[], { parts, column, isLocalClock }: RowsToPlace): readonly Row[] {
  const byTime = new Map<number, Row>();
  for (const row of rows) {
    const before = byTime.get(row.time);
    if (before === undefined) {
      byTime.set(row.time, row);
      continue;
    }
    if (parts.length > 0) throw timesSplit({ columns: [column, ...parts], time: toRfc3339(row.time) });
    if (row.cells === before.cells || Number.isNaN(row.value)) continue;
    if (row.value === before.value) throw timesRepeated({ time: toRfc3339(row.time), value: row.value });
    if (!Number.isNaN(before.value))
      throw timesConflict({ time: toRfc3339(row.time), first: before.value, second: row.value, isLocalClock });
    byTime.set(row.time, row);
  }
  return [...byTime.values()];
}

const isFalling = (rows: readonly Row[]) => rows.every(({ time }, i) => i === 0 || time < rows[i - 1]!.time);
const isRising = (rows: readonly Row[]) => rows.every(({ time }, i) => i === 0 || time > rows[i - 1]!.time);

/** Puts the rows in order of time and finds their step. */
export function placeRows(given: RowsToPlace): Placed {
  const { times, values, cells } = given;
  const rows = Array.from(times, (time, i) => ({ time, value: values[i]!, cells: cells[i]! }));
  const kept = withoutRepeats(rows, given);
  if (kept.length < LEAST_ROWS) throw rowsTooFew({ rows: kept.length });
  const sorted = kept.toSorted((a, b) => a.time - b.time);
  const placed = {
    times: Float64Array.from(sorted, ({ time }) => time),
    values: Float64Array.from(sorted, ({ value }) => value),
  };
  const step = inferStep(placed);
  if (step === null) throw stepMissing({ rows: sorted.length, ...oddDistance(placed.times) });
  return {
    ...placed,
    step,
    remarks: [
      ...(kept.length < rows.length
        ? [`Left out: ${counted(rows.length - kept.length, 'row')} of a repeated time, equal to another row or without a value.`]
        : []),
      ...(isFalling(kept)
        ? ['The rows were newest first and were turned around.']
        : isRising(kept)
          ? []
          : ['The rows were not in order of time and were sorted.']),
    ],
  };
}

/** The two times whose distance is the first that differs from the distance before. */
export function oddDistance(times: Float64Array): { readonly from: string; readonly to: string; readonly longest: string } {
  const distances = Array.from(times.subarray(1), (time, i) => time - times[i]!);
  const end = distances.indexOf(distances.reduce((most, one) => Math.max(most, one), 0));
  const at = times.findIndex((time, i) => i > 1 && time - times[i - 1]! !== times[1]! - times[0]!);
  const to = at < 0 ? times.length - 1 : at;
  return {
    from: toRfc3339(times[to - 1]!),
    to: toRfc3339(times[to]!),
    longest: `${toRfc3339(times[end]!)} to ${toRfc3339(times[end + 1]!)}`,
  };
}
