import type { Micros } from '../../core/index.ts';

/** Events in time order; events of equal time in order of arrival. Live rows are `start` … `end − 1`. */
export interface EventRows {
  /** Numbers per row, without the time. */
  readonly stride: number;
  times: Float64Array;
  values: Float64Array;
  start: number;
  end: number;
}

const FIRST_CAPACITY = 256;
/** Growth adds a quarter, and at least an eighth of the rows is dead when the others move: doubling would leave most of the room unused. */
const GROWTH = 1.25;
const DEAD_LEAST = 1 / 8;

export const createRows = (stride: number): EventRows => ({
  stride,
  times: new Float64Array(FIRST_CAPACITY),
  values: new Float64Array(FIRST_CAPACITY * stride),
  start: 0,
  end: 0,
});

/** Makes room for one row: moves the live rows to the front if enough rows are dead, else grows. */
function makeRoom(rows: EventRows): void {
  if (rows.end < rows.times.length) return;
  const { stride, start, end } = rows;
  const crowded = start < rows.times.length * DEAD_LEAST;
  const capacity = Math.ceil(rows.times.length * GROWTH);
  const times = crowded ? new Float64Array(capacity) : rows.times;
  const values = crowded ? new Float64Array(capacity * stride) : rows.values;
  times.set(rows.times.subarray(start, end));
  values.set(rows.values.subarray(start * stride, end * stride));
  Object.assign(rows, { times, values, start: 0, end: end - start });
}

/** Inserts a row in time order. Cheap at the end; a late row moves later ones. */
export function insertRow(rows: EventRows, at: Micros, values: readonly number[]): void {
  makeRoom(rows);
  const { stride, times } = rows;
  let place = rows.end;
  while (place > rows.start && times[place - 1]! > at) place -= 1;
  if (place < rows.end) {
    times.copyWithin(place + 1, place, rows.end);
    rows.values.copyWithin((place + 1) * stride, place * stride, rows.end * stride);
  }
  times[place] = at;
  for (let i = 0; i < stride; i++) rows.values[place * stride + i] = values[i]!;
  rows.end += 1;
}

/** Drops the rows at or before `bound`. `dropped` is called with the offset of each in `values`, before its data are overwritten. */
export function dropThrough(rows: EventRows, bound: Micros, dropped: (offset: number) => void): void {
  while (rows.start < rows.end && rows.times[rows.start]! <= bound) {
    dropped(rows.start * rows.stride);
    rows.start += 1;
  }
  if (rows.start === rows.end) {
    rows.start = 0;
    rows.end = 0;
  }
}

export interface EventRowsJson {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export const rowsToJson = ({ stride, times, values, start, end }: EventRows): EventRowsJson => ({
  times: [...times.subarray(start, end)],
  values: [...values.subarray(start * stride, end * stride)],
});

/** The inverse of `rowsToJson`. Throws `RangeError` unless there is one row of values per time. */
export function rowsFromJson(stride: number, json: EventRowsJson): EventRows {
  if (json.values.length !== json.times.length * stride) throw new RangeError(`not rows of ${stride}`);
  const rows = createRows(stride);
  const count = json.times.length;
  if (count > 0)
    Object.assign(rows, { times: Float64Array.from(json.times), values: Float64Array.from(json.values), end: count });
  return rows;
}
