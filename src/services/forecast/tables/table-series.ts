import { nearestNames } from '../../analytics/forecast/index.ts';
import type { SeriesInput } from '../../analytics/forecast/index.ts';
import {
  createSeries,
  detectSeasonality,
  fillGaps,
  findGaps,
  inferStep,
  timeOfSlot,
  toGrid,
  US_PER_DAY,
} from '../../analytics/series/index.ts';
import type { Grid, Step } from '../../analytics/series/index.ts';
import { cellInvalid, columnUnclear, columnUnknown, gapsFound, gapsTooMany, stepMissing, timesConflict } from './errors.ts';
import { isMissing, looksNumeric, readNumbers } from './read-numbers.ts';
import { likeTimes, readTimes } from './read-times.ts';
import type { Table } from './read-table.ts';

export interface SeriesWish {
  readonly column?: string;
  readonly time?: string;
  readonly period?: number;
  /** `line`: small gaps are filled by linear interpolation. Absent: any gap is refused. */
  readonly fill?: 'line' | undefined;
}

export interface SeriesRead {
  readonly input: SeriesInput & { readonly values: Float64Array; readonly period: number };
  readonly column: string;
  readonly timeColumn: string | null;
  /** The time of a value's index, also past the end; null without times. */
  readonly timeAt: ((index: number) => string) | null;
  /** Notes about repairs and assumptions. */
  readonly remarks: readonly string[];
}

/** Limits of interpolation: longest gap in steps, and largest share of the values. */
const LONGEST_HOLE = 3;
const MOST_FILLED = 0.05;
const TIME_NAMES = /^(?:time|date|datetime|timestamp|ts|ds|day|week|month|quarter|year|hour|open[_ ]?time|period)s?$/i;
const VALUE_NAMES = ['close', 'value', 'y', 'price', 'target'];
const DETECTABLE = 24;
const NEWEST_LOOKED_AT = 2_000;

const cellsOf = ({ rows }: Table, index: number) => rows.map((row) => row[index]!);

function columnNamed(table: Table, name: string): number {
  const exact = table.names.indexOf(name);
  const found = exact >= 0 ? exact : table.names.findIndex((known) => known.toLowerCase() === name.toLowerCase());
  if (found < 0)
    throw columnUnknown({
      name,
      near: nearestNames(
        name,
        table.names.map((known) => [known]),
      ),
      all: table.names,
    });
  return found;
}

/** µs to RFC 3339, also for times before 1970, because economic series go further back. */
const toRfc3339 = (micros: number): string => new Date(micros / 1_000).toISOString();

/** The column of times: the named one, else the only one whose cells are all times; null if there is none. */
function timeColumn(table: Table, wish: SeriesWish, remarks: string[]): number | null {
  if (wish.time !== undefined) return columnNamed(table, wish.time);
  const taken = wish.column === undefined ? -1 : columnNamed(table, wish.column);
  const found = table.names.flatMap((name, index) => {
    const { share, sure } = likeTimes(cellsOf(table, index));
    return index !== taken && share === 1 && (sure || TIME_NAMES.test(name)) ? [index] : [];
  });
  const named = found.filter((index) => TIME_NAMES.test(table.names[index]!));
  const [only, second] = found.length === 1 ? found : named;
  if (found.length > 0 && (only === undefined || second !== undefined)) {
    throw columnUnclear({ what: 'times', choices: found.map((index) => table.names[index]!) });
  }
  if (only !== undefined) remarks.push(`Times are taken from ${table.names[only]!}.`);
  return only ?? null;
}

function valueColumn(table: Table, wish: SeriesWish, time: number | null, remarks: string[]): number {
  if (wish.column !== undefined) return columnNamed(table, wish.column);
  const numeric = table.names.flatMap((_, index) => {
    const present = cellsOf(table, index).filter((cell) => !isMissing(cell));
    return index !== time && present.length > 0 && present.every(looksNumeric) ? [index] : [];
  });
  const usual = VALUE_NAMES.map((name) => numeric.find((index) => table.names[index]!.toLowerCase() === name)).find(
    (index) => index !== undefined,
  );
  const chosen = numeric.length === 1 ? numeric[0] : usual;
  if (chosen === undefined) throw columnUnclear({ what: 'values', choices: numeric.map((index) => table.names[index]!) });
  if (numeric.length > 1)
    remarks.push(`Values are taken from ${table.names[chosen]!}, by its name, of ${numeric.length} columns of numbers.`);
  return chosen;
}

/** Fills missing times. A missing time is unambiguous if its neighbours in the file are exactly two steps apart. */
function mendTimes(times: readonly (number | null)[], column: string, lines: readonly number[], remarks: string[]): Float64Array {
  const known = times.filter((time) => time !== null);
  const gaps = known.slice(1).map((time, i) => time - known[i]!);
  const usual = gaps.reduce((least, gap) => (gap > 0 ? Math.min(least, gap) : least), Infinity);
  let mended = 0;
  const out = Float64Array.from(times, (time, i) => {
    if (time !== null) return time;
    const [before, after] = [times[i - 1], times[i + 1]];
    if (before == null || after == null || after - before !== 2 * usual) {
      throw cellInvalid({ column, line: lines[i]!, cell: '', problem: 'is a missing time that its neighbours don’t determine' });
    }
    mended += 1;
    return before + usual;
  });
  if (mended > 0) remarks.push(`${mended} missing time(s) were filled from their neighbours.`);
  return out;
}

/** Whether there are only weekdays, for at least two weeks. Weekends are then not gaps. */
function areBusinessDays(times: Float64Array, step: Step): boolean {
  if (step.kind !== 'fixed' || step.micros !== US_PER_DAY || times.length < 10) return false;
  return times.every((time) => ![0, 6].includes(new Date(time / 1_000).getUTCDay()));
}

function nextBusinessDays(last: number, count: number): number {
  let at = last;
  for (let left = count; left > 0;) {
    at += US_PER_DAY;
    if (![0, 6].includes(new Date(at / 1_000).getUTCDay())) left -= 1;
  }
  return at;
}

/** Cuts empty values at both ends. Interpolates small gaps if `fill` is set; throws on any other gap. */
function mendHoles(
  grid: Grid,
  nameOf: (slot: number) => string,
  { fill }: SeriesWish,
  remarks: string[],
): { readonly values: Float64Array; readonly cut: number } {
  const first = grid.values.findIndex((value) => !Number.isNaN(value));
  const last = grid.values.findLastIndex((value) => !Number.isNaN(value));
  if (first < 0) return { values: new Float64Array(0), cut: 0 };
  const ends = first + grid.values.length - 1 - last;
  if (ends > 0) remarks.push(`${ends} empty value(s) at the ends were cut off.`);
  const inner: Grid = { ...grid, values: grid.values.slice(first, last + 1) };
  const gaps = findGaps(inner);
  if (gaps.length === 0) return { values: inner.values, cut: first };
  const missing = gaps.reduce((sum, { length }) => sum + length, 0);
  const longest = Math.max(...gaps.map(({ length }) => length));
  const from = nameOf(first + gaps[0]!.from);
  if (fill === undefined) throw gapsFound({ missing, slots: inner.values.length, from });
  if (longest > LONGEST_HOLE || missing > Math.max(1, MOST_FILLED * inner.values.length)) {
    throw gapsTooMany({ missing, slots: inner.values.length, longest, from });
  }
  remarks.push(`${missing} missing value(s), the first at ${from}, were interpolated linearly: they were NOT measured.`);
  return { values: fillGaps(inner, { by: 'linear' }).values, cut: first };
}

const DURATION_UNITS = [
  [86_400e6, 'D', ''],
  [3_600e6, 'H', 'T'],
  [60e6, 'M', 'T'],
] as const;

/** A step as an ISO 8601 duration. */
function durationOf(step: Step): string {
  if (step.kind === 'months') return step.months % 12 === 0 ? `P${step.months / 12}Y` : `P${step.months}M`;
  const unit = DURATION_UNITS.find(([size]) => step.micros % size === 0);
  return unit ? `P${unit[2]}${step.micros / unit[0]}${unit[1]}` : `PT${step.micros / 1e6}S`;
}

/** The usual season of a step, in steps: a day for hours and minutes, a week for days, a year for weeks, months and quarters. */
function usualPeriod(step: Step): number {
  if (step.kind === 'months') return 12 % step.months === 0 ? 12 / step.months : 1;
  if (step.micros < US_PER_DAY) return US_PER_DAY % step.micros === 0 ? US_PER_DAY / step.micros : 1;
  return step.micros === US_PER_DAY ? 7 : step.micros === 7 * US_PER_DAY ? 52 : 1;
}

/** The usual season of the step, if the series shows it or is too short to show it. Without times, the detected season. */
function periodOf(values: Float64Array, usual: number | null, wish: SeriesWish, remarks: string[]): number {
  if (wish.period !== undefined) return wish.period;
  if (usual === 1 || values.length < 2 * (usual ?? 1)) return 1;
  // Detection needs three cycles. For a long series the newest values are enough.
  if (values.length < Math.max(DETECTABLE, 3 * (usual ?? 1))) {
    if (usual === null) return 1;
    remarks.push(`A season of ${usual} steps is assumed, because the series is too short to show one.`);
    return usual;
  }
  const found = detectSeasonality(values.subarray(-Math.max(NEWEST_LOOKED_AT, 6 * (usual ?? 1)))).periods.map(
    ({ period }) => period,
  );
  if (usual === null) {
    remarks.push(found.length > 0 ? `A season of ${found[0]!} steps was detected.` : 'No season was detected.');
    return found[0] ?? 1;
  }
  const shown = found.some((period) => period === usual || period % usual === 0);
  remarks.push(
    shown
      ? `The series has the season of ${usual} steps that its step suggests.`
      : `The step suggests a season of ${usual} steps, but the values show none.`,
  );
  return shown ? usual : 1;
}

/** The series in order of time, and its step. */
function placed(times: Float64Array, values: Float64Array, remarks: string[]) {
  const seen = new Map<number, number>();
  const kept: number[] = [];
  times.forEach((time, i) => {
    const before = seen.get(time);
    const value = values[i]!;
    if (before !== undefined && !Number.isNaN(value) && !Number.isNaN(before) && before !== value) {
      throw timesConflict({ time: toRfc3339(time), first: before, second: value });
    }
    if (before !== undefined && (Number.isNaN(value) || !Number.isNaN(before))) return;
    if (before !== undefined)
      kept.splice(
        kept.findIndex((at) => times[at] === time),
        1,
      );
    seen.set(time, value);
    kept.push(i);
  });
  if (kept.length < times.length)
    remarks.push(`${times.length - kept.length} row(s) repeat a time and its value and were left out.`);
  const present = kept.filter((i) => !Number.isNaN(values[i]));
  const series = createSeries(
    present.map((i) => times[i]!),
    present.map((i) => values[i]!),
    { order: 'sort' },
  );
  const [from, to] = [series.times[0] ?? 0, series.times.at(-1) ?? 0];
  const outside = kept.filter((i) => times[i]! < from || times[i]! > to).length;
  if (outside > 0) remarks.push(`${outside} row(s) without a value at the ends were left out.`);
  if (series.changed.moved > 0) remarks.push('The rows were not in order of time and were sorted.');
  const step = inferStep(series);
  if (step === null) throw stepMissing({ rows: series.times.length });
  return { series, step };
}

/**
 * Reads the series of a table: finds the columns of times and values, the step and the season. Unambiguous faults are repaired,
 * with a note in `remarks`; others are refused with a coded error.
 */
export function seriesOf(table: Table, wish: SeriesWish): SeriesRead {
  const remarks = [...table.remarks];
  const time = timeColumn(table, wish, remarks);
  const column = valueColumn(table, wish, time, remarks);
  const name = table.names[column]!;
  const numbers = readNumbers(name, cellsOf(table, column), table.lines);
  if (time === null) {
    const grid: Grid = { start: 0, step: { kind: 'fixed', micros: 1 }, values: numbers };
    remarks.push('There is no column of times, so each row is one step.');
    const { values } = mendHoles(grid, (slot) => `line ${table.lines[slot]}`, wish, remarks);
    const period = periodOf(values, null, wish, remarks);
    return { input: { values, period }, column: name, timeColumn: null, timeAt: null, remarks };
  }
  const timeName = table.names[time]!;
  const read = readTimes(timeName, cellsOf(table, time), table.lines);
  remarks.push(...read.remarks);
  const { series, step } = placed(mendTimes(read.times, timeName, table.lines, remarks), numbers, remarks);
  if (areBusinessDays(series.times, step)) {
    remarks.push('All times are weekdays: weekends and holidays are not gaps, and the forecast continues on weekdays.');
    const { times, values } = series;
    const timeAt = (index: number) =>
      toRfc3339(index < times.length ? times[index]! : nextBusinessDays(times.at(-1)!, index - times.length + 1));
    return { input: { values, period: periodOf(values, 5, wish, remarks) }, column: name, timeColumn: timeName, timeAt, remarks };
  }
  const grid = toGrid(series, step);
  const at = (slot: number) => toRfc3339(timeOfSlot(grid, slot));
  const { values, cut } = mendHoles(grid, at, wish, remarks);
  const timeAt = (index: number) => at(index + cut);
  return {
    input: { values, period: periodOf(values, usualPeriod(step), wish, remarks), start: timeAt(0), step: durationOf(step) },
    column: name,
    timeColumn: timeName,
    timeAt,
    remarks,
  };
}
