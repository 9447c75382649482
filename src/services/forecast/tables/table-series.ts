import { nearestNames } from '../../../analytics/forecast/index.ts';
import type { SeriesInput } from '../../../analytics/forecast/index.ts';
import { columnUnknown, gapsFound, rowNotData, rowsTooFew, tableInvalid } from '../errors.ts';
import { cellAt, type Column } from './column.ts';
import { checkCutEnd } from './cut-end.ts';
import { shownDecimal, type Decimal } from './decimal-sign.ts';
import { farValue } from './far-value.ts';
import { findTimes, without, type TimesFound } from './find-times.ts';
import { findValues } from './find-values.ts';
import { mendHoles } from './holes.ts';
import { withoutHeads } from './inner-heads.ts';
import { checkMixed, checkSigns, checkTurns } from './levels.ts';
import { onGrid } from './on-grid.ts';
import { mendTimes, placeRows } from './place.ts';
import { numericShare } from './number-forms.ts';
import { readNumbers } from './read-numbers.ts';
import type { Table } from './read-table.ts';
import { readTimes } from './read-times.ts';
import { periodOf } from './season.ts';
import { checkSentinels } from './sentinels.ts';
import { checkFooters, checkOneSeries, rowsOfSeries } from './series-ids.ts';
import type { DateOrder } from './time-forms.ts';

export interface SeriesWish {
  readonly column?: string;
  /** Column of the times; `none` if each row is one step, the oldest first. */
  readonly time?: string;
  /** `COLUMN=VALUE` or a value: the rows of one series. `none`: all rows are of one series. */
  readonly id?: string;
  readonly period?: number;
  /** `line`: small gaps are filled by linear interpolation. Absent: any gap is refused. */
  readonly fill?: 'line' | undefined;
  readonly decimal?: Decimal;
  readonly dates?: DateOrder;
  /** A cell that means a missing value, beside the usual ones. `none`: numbers such as −999 are values. */
  readonly missing?: string;
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

const NONE = 'none';
const FISCAL = /fiscal|^fy|^gj$|wirtschaftsjahr/i;

function columnNamed(columns: readonly Column[], name: string): Column {
  const found =
    columns.find((column) => column.name === name) ?? columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const all = columns.map((column) => column.name);
  throw columnUnknown({
    name,
    near: nearestNames(
      name,
      all.map((known) => [known]),
    ),
    all,
  });
}

/** The columns of a table; cells that mean missing by wish, by text or as a number, are empty. */
function columnsOf({ names, rows, lines }: Table, missing: string | undefined): readonly Column[] {
  const number = missing === undefined || missing.trim() === '' ? Number.NaN : Number(missing);
  const isMeant = (cell: string) => cell.trim() === missing || (cell.trim() !== '' && Number(cell) === number);
  return names.map((name, index) => ({ name, lines, cells: rows.map((row) => (isMeant(row[index]!) ? '' : row[index]!)) }));
}

/** The decimal sign that other columns of numbers show; null if none does, or if they differ. */
function decimalShownBy(columns: readonly Column[], but: Column): Decimal | null {
  const others = columns.filter((column) => column.name !== but.name && numericShare(column) === 1).map(shownDecimal);
  const [shown, other] = new Set(others.filter((decimal) => decimal !== null));
  return other === undefined ? (shown ?? null) : null;
}

const SUMMED_FROM = 6;

/** Refuses a first or last row that is the sum of all others: a total without a label. */
function checkSum(column: Column, values: Float64Array): void {
  const summed = Array.from(values).flatMap((value, i) => (Number.isNaN(value) || value === 0 ? [] : [i]));
  if (summed.length < SUMMED_FROM) return;
  const sum = summed.reduce((total, i) => total + values[i]!, 0);
  for (const index of [values.length - 1, 0])
    if (Math.abs(sum - 2 * values[index]!) <= 1e-9 * Math.abs(values[index]!)) throw rowNotData(cellAt(column, index));
}

function foundTimes(columns: readonly Column[], { time, column }: SeriesWish): TimesFound {
  const none = without(['Each row is one step, the oldest first, as asked for.']);
  if (time === undefined) return findTimes(columns, column === undefined ? null : columnNamed(columns, column).name);
  if (time.toLowerCase() === NONE && !columns.some(({ name }) => name.toLowerCase() === NONE)) return none;
  return { ...without([]), column: columnNamed(columns, time) };
}

/**
 * Reads the series of a table: finds the columns of times and values, the step and the season. What has one reading only is repaired, with a
 * note in `remarks`; anything that can be read in two ways is refused with a coded error that names the cell.
 */
export function seriesOf(whole: Table, wish: SeriesWish): SeriesRead {
  const { table: body, repeatedAt } = withoutHeads(whole);
  const table = wish.id === undefined || wish.id.toLowerCase() === NONE ? body : rowsOfSeries(body, wish.id);
  const all = columnsOf(table, wish.missing);
  const found = foundTimes(all, wish);
  if (repeatedAt !== null && found.column === null)
    throw tableInvalid({
      line: repeatedAt,
      problem: 'it repeats the header, and without times the rows behind it may be another series',
      how: 'Remove it if all rows are of one series, or give each series its own file.',
    });
  const columns = all.filter((one) => !found.joined.includes(one));
  checkFooters(columns, found.column);
  const chosen =
    wish.column === undefined
      ? findValues(columns.filter((one) => one !== found.column && one !== found.count))
      : { column: columnNamed(columns, wish.column), remarks: [] };
  const { column } = chosen;
  const others = columns.filter((one) => one !== column && one !== found.column && one.cells.some((cell) => cell !== ''));
  if (wish.id === undefined) checkOneSeries(others);
  if (column === columns.at(-1)) checkCutEnd(column, table.openLine);
  const numbers = readNumbers(column, {
    decimal: table.pointed?.has(column.name) === true ? 'point' : wish.decimal,
    shown: decimalShownBy(columns, column),
    separator: table.separator,
  });
  checkSum(column, numbers.values);
  if (wish.missing === undefined) checkSentinels(column, numbers.values);
  if (wish.id === undefined) {
    checkSigns(others, numbers.values);
    checkTurns(others, numbers.values);
    checkMixed(others, numbers.values);
  }
  const far = farValue(column, numbers.values);
  const before = [...table.remarks, ...found.remarks, ...chosen.remarks, ...numbers.remarks, ...far];
  return found.column === null
    ? withoutTimes(table, wish, { column, values: numbers.values, found, before })
    : withTimes(
        found.column,
        table.rows.map((row) => row.join('\u0001')),
        wish,
        { column, values: numbers.values, found, before },
      );
}

interface ColumnsRead {
  readonly column: Column;
  readonly values: Float64Array;
  readonly found: TimesFound;
  readonly before: readonly string[];
}

function withoutTimes(table: Table, wish: SeriesWish, { column, values, found, before }: ColumnsRead): SeriesRead {
  const [blank] = table.blanks;
  if (blank !== undefined)
    throw gapsFound({
      missing: table.blanks.length,
      slots: values.length + table.blanks.length,
      from: `line ${blank}`,
      isFew: false,
      isLocalClock: false,
    });
  const ordered = found.isReversed ? values.toReversed() : values;
  const lines = found.isReversed ? table.lines.toReversed() : table.lines;
  const mended = mendHoles(ordered, { nameOf: (slot) => `line ${lines[slot]}`, fill: wish.fill, isLocalClock: false });
  if (mended.values.length === 0) throw rowsTooFew({ rows: 0 });
  const season = seasonOf(mended.values, null, wish);
  const input = { values: mended.values, period: season.period };
  return {
    input,
    column: column.name,
    timeColumn: null,
    timeAt: null,
    remarks: [...before, ...mended.remarks, ...season.remarks],
  };
}

function withTimes(
  times: Column,
  cells: readonly string[],
  wish: SeriesWish,
  { column, values, found, before }: ColumnsRead,
): SeriesRead {
  const read = readTimes(times, wish.dates);
  const mended = mendTimes(read.times, times);
  const placed = placeRows({
    times: mended.times,
    values,
    cells,
    column: times.name,
    parts: found.parts,
    isLocalClock: read.isLocalClock,
  });
  const grid = onGrid(placed, { fill: wish.fill, isLocalClock: read.isLocalClock });
  if (grid.values.length === 0) throw rowsTooFew({ rows: 0 });
  const season = seasonOf(grid.values, grid.usual, wish);
  const input = {
    values: grid.values,
    period: season.period,
    ...(grid.step === null ? {} : { start: grid.timeAt(0), step: grid.step }),
  };
  const fiscal = FISCAL.test(times.name) ? [`The periods of ${times.name} are read as those of the calendar year.`] : [];
  const remarks = [
    ...before,
    ...read.remarks,
    ...fiscal,
    ...mended.remarks,
    ...placed.remarks,
    ...grid.remarks,
    ...season.remarks,
  ];
  return { input, column: column.name, timeColumn: times.name, timeAt: grid.timeAt, remarks };
}

const seasonOf = (values: Float64Array, usual: number | null, { period }: SeriesWish) =>
  period === undefined ? periodOf(values, usual) : { period, remarks: [] };
