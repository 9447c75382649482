/**
 * A column of numbers, read as `(base + cell) / unit`. Cells are four-byte integers if all numbers fit, else float64.
 * Either way every bit of each number is restored, except that -0 becomes 0.
 */
export interface PackedNumbers {
  /** In units. */
  base: number;
  /** Units per 1: a power of ten, at most `UNIT_MOST`. */
  unit: number;
  cells: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

/** A range of a column's cells. */
export interface Cells {
  readonly start: number;
  readonly end: number;
}

const UNIT_MOST = 1e15;
const CELL_MOST = 2 ** 31 - 1;

/**
 * A new column for `length` numbers. It starts with the unit of `like`, because one instrument's numbers have similar decimals.
 */
export const newNumbers = (length: number, like: PackedNumbers | null): PackedNumbers => ({
  base: 0,
  unit: like?.unit ?? 1,
  cells: new Int32Array(length),
});

export const numberAt = ({ base, unit, cells }: PackedNumbers, i: number): number => (base + (cells[i] as number)) / unit;

/** Writes the number at `at`. `held`: the cells in use, including `at`. */
export function setNumber(column: PackedNumbers, at: number, value: number, held: Cells): void {
  const { base, unit, cells } = column;
  const cell = Math.round(value * unit) - base;
  if ((cell | 0) === cell && (base + cell) / unit === value) {
    cells[at] = cell;
    return;
  }
  if (cells instanceof Float64Array) {
    cells[at] = value;
    return;
  }
  const values = valuesOf(column, held);
  values[at - held.start] = value;
  refit(column, values, held.start);
}

const valuesOf = (column: PackedNumbers, { start, end }: Cells): Float64Array =>
  Float64Array.from({ length: end - start }, (_, i) => numberAt(column, start + i));

/** Writes these values with the smallest unit, from the present one up, in which all are whole and fit the integer range. */
function refit(column: PackedNumbers, values: Float64Array, start: number): void {
  const { length } = column.cells;
  for (let { unit } = column; unit <= UNIT_MOST; unit *= 10) {
    const base = baseFor(values, unit);
    if (base === 'far') break;
    if (base === 'not_whole') continue;
    const cells = new Int32Array(length);
    for (let i = 0; i < values.length; i++) cells[start + i] = Math.round((values[i] as number) * unit) - base;
    Object.assign(column, { base, unit, cells });
    return;
  }
  const cells = new Float64Array(length);
  cells.set(values, start);
  Object.assign(column, { base: 0, unit: 1, cells });
}

/**
 * The midpoint of the lowest and highest value, in units. `far` if their distance is too large for this and every smaller
 * unit; `not_whole` if a value is not a whole multiple of the unit.
 */
function baseFor(values: Float64Array, unit: number): number | 'far' | 'not_whole' {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    const units = Math.round(value * unit);
    if (!Number.isSafeInteger(units)) return 'far';
    if (units / unit !== value) return 'not_whole';
    least = Math.min(least, units);
    most = Math.max(most, units);
  }
  const base = least + Math.floor((most - least) / 2);
  return most - base > CELL_MOST ? 'far' : base;
}

/** Makes room before `at`: moves the cells from `at` to `held.end` up by one, or the cells before `at` down by one. */
export function moveNumbers({ cells }: PackedNumbers, at: number, held: Cells, towards: 'end' | 'start'): void {
  if (towards === 'end') cells.copyWithin(at + 1, at, held.end);
  else cells.copyWithin(held.start - 1, held.start, at);
}

/** Applies `change` to every number in use. */
export const changeNumbers = (column: PackedNumbers, held: Cells, change: (value: number) => number): void =>
  refit(column, valuesOf(column, held).map(change), held.start);

/** A new column that begins with the numbers of a range. */
export function tailOf({ base, unit, cells }: PackedNumbers, { start, end }: Cells): PackedNumbers {
  const tail = cells instanceof Float64Array ? new Float64Array(cells.length) : new Int32Array(cells.length);
  tail.set(cells.subarray(start, end));
  return { base, unit, cells: tail };
}

/** The column without spare capacity, for a checkpoint. */
export const withoutRoom = ({ base, unit, cells }: PackedNumbers, { start, end }: Cells): PackedNumbers => ({
  base,
  unit,
  cells: cells.subarray(start, end),
});

/** The inverse of `withoutRoom`. */
export function withRoom({ base, unit, cells }: PackedNumbers, start: number, length: number): PackedNumbers {
  const wide = cells instanceof Float64Array ? new Float64Array(length) : new Int32Array(length);
  wide.set(cells, start);
  return { base, unit, cells: wide };
}
