import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import { addTo, createSums, sumOf, type Sums } from './compensated.ts';
import {
  createRows,
  dropThrough,
  insertRow,
  rowsFromJson,
  rowsToJson,
  type EventRows,
  type EventRowsJson,
} from './event-rows.ts';

/**
 * Sums over the last `spanUs` of event time, `(newest − spanUs, newest]`. The caller keeps it.
 *
 * Event time is the latest time of an event or of `advanceWindow`. A late event inside the window counts; an older one is ignored. The
 * caller must refuse times far in the future, because one would empty the window.
 * Sums are compensated, so that after any number of events they equal the sums of the stored rows (see `compensated.ts`).
 */
export interface RollingWindow {
  readonly spanUs: Micros;
  /** Time from which all events are included; null if unknown. The caller sets it, because a lost feed looks like a quiet market. */
  since: Micros | null;
  newest: Micros | null;
  rows: EventRows;
  sums: Sums;
}

/** A window over events of `columns` amounts each; 0 counts events only. */
export const createRollingWindow = (spanUs: Micros, columns: number, since: Micros | null = null): RollingWindow => ({
  spanUs,
  since,
  newest: null,
  rows: createRows(columns),
  sums: createSums(columns),
});

/** Advances event time to `now`, if it is later. */
export function advanceWindow(window: RollingWindow, now: Micros): void {
  if (window.newest !== null && now <= window.newest) return;
  window.newest = now;
  const { rows, sums } = window;
  const bound = now - window.spanUs;
  if (isAfter(rows, bound)) return;
  const subtract = (offset: number) => {
    for (let i = 0; i < rows.stride; i++) addTo(sums, i, -rows.values[offset + i]!);
  };
  dropThrough(rows, bound, subtract);
  if (rows.end === 0) sums.fill(0);
}

/**
 * Adds an event; false if it is too old. The caller must drop repeated events. Throws `RangeError` on an amount or time that isn't finite,
 * because it could never be removed again.
 */
export function addToWindow(window: RollingWindow, at: Micros, amounts: readonly number[]): boolean {
  if (!areFinite(at, amounts)) throw new RangeError(`not an event: ${at}, ${amounts.join(', ')}`);
  if (amounts.length !== window.rows.stride)
    throw new RangeError(`an event needs ${window.rows.stride} amounts, got ${amounts.length}`);
  advanceWindow(window, at);
  if (at <= window.newest! - window.spanUs) return false;
  insertRow(window.rows, at, amounts);
  for (let i = 0; i < amounts.length; i++) addTo(window.sums, i, amounts[i]!);
  return true;
}

/** Whether there are rows, all of them after a time. */
const isAfter = ({ times, start, end }: EventRows, bound: Micros): boolean => start < end && times[start]! > bound;

function areFinite(at: Micros, amounts: readonly number[]): boolean {
  if (!Number.isFinite(at)) return false;
  for (let i = 0; i < amounts.length; i++) if (!Number.isFinite(amounts[i])) return false;
  return true;
}

/** Sum of one column over the window. */
export const windowSum = (window: RollingWindow, column: number): number => sumOf(window.sums, column);

/** Number of events in the window. */
export const windowCount = ({ rows }: RollingWindow): number => rows.end - rows.start;

/** Whether the window has every event of its span. */
export const isComplete = ({ since, newest, spanUs }: RollingWindow): boolean =>
  since !== null && newest !== null && since <= newest - spanUs;

/** Seconds of the window that were observed, 0 … span. */
export const coveredSeconds = ({ since, newest, spanUs }: RollingWindow): number =>
  since === null || newest === null ? 0 : Math.max(0, Math.min(spanUs, newest - since)) / US_PER_SECOND;

/** Drops all events, such as after a gap. The caller must then set `since` again. */
export function clearWindow(window: RollingWindow): void {
  window.since = null;
  window.newest = null;
  window.rows = createRows(window.rows.stride);
  window.sums.fill(0);
}

export interface RollingWindowJson {
  readonly spanUs: Micros;
  readonly columns: number;
  readonly since: Micros | null;
  readonly newest: Micros | null;
  readonly rows: EventRowsJson;
  readonly sums: readonly number[];
}

export const windowToJson = ({ spanUs, since, newest, rows, sums }: RollingWindow): RollingWindowJson => ({
  spanUs,
  columns: rows.stride,
  since,
  newest,
  rows: rowsToJson(rows),
  sums: [...sums],
});

/** The inverse of `windowToJson`; later results are bit-identical. */
export const windowFromJson = ({ spanUs, columns, since, newest, rows, sums }: RollingWindowJson): RollingWindow => ({
  spanUs,
  since,
  newest,
  rows: rowsFromJson(columns, rows),
  sums: Float64Array.from(sums),
});
