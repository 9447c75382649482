import { nearestNames } from '../../../analytics/forecast/index.ts';
import type { CodedError } from '../../../core/index.ts';
import { columnUnknown, idUnknown, rowNotData, seriesSeveral } from '../errors.ts';
import { shownCell, type Column } from './column.ts';
import { isMissing } from './missing.ts';
import { looksNumeric } from './number-forms.ts';
import type { Table } from './read-table.ts';
import { isTimeName } from './time-names.ts';

/** Names of columns that tell series apart. */
const ID_NAMES =
  /^(?:unique[ _]?id|id|series|series[ _]?(?:id|name|code)|ticker|symbol|sym|isin|sku|item|product|store|shop|outlet|station|sensor|device|meter|customer|account|region|country|geo|state|city|location|site|entity|category|segment|group|asset|instrument|pair|market|currency|indicator|variable|measure|metric|unit|sex|age|nace_r2|item[ _]?id|store[ _]?id|product[ _]?id|sensor[ _]?id|location[ _]?id)(?:[ _]?(?:nr|no|id|code|name))?$/i;

export interface IdChoice {
  readonly column: string;
  readonly value: string;
}

const valuesOf = ({ cells }: Column) => [...new Set(cells.map((cell) => cell.trim()).filter((cell) => !isMissing(cell)))];

/** Whether each value stands in one block of rows, as tables of several series are written one after the other. */
function isInBlocks({ cells }: Column, values: number): boolean {
  const starts = cells.filter((cell, i) => i === 0 || cell.trim() !== cells[i - 1]!.trim()).length;
  return starts === values && cells.length >= 2 * values;
}

const LEAST_BLOCK = 3;

/** Whether whole numbers stand in blocks of one length, as in tables of several series. Parts of a time do so too. */
function isPanel({ name, cells }: Column, values: number): boolean {
  const length = cells.length / values;
  return length >= LEAST_BLOCK && !isTimeName(name) && cells.every((cell, i) => cell === cells[i - (i % length)]);
}

/** Names of columns of quality marks, as offices of statistics write them, and marks of values that were not measured. */
const MARK_NAMES = /^(?:obs|conf)?[ _]?(?:status|flags?|quality|qualifier)$/i;
const FORECAST = /^(?:f|forecast.*|proj.*|predict.*|plan.*|budget)$/i;

/** Whether a column shows that the rows are of several series: by its name, or by blocks of equal text. */
function tellsApart(column: Column): boolean {
  const values = valuesOf(column);
  if (values.length < 2) return false;
  if (MARK_NAMES.test(column.name) && !values.some((value) => FORECAST.test(value))) return false;
  if (ID_NAMES.test(column.name)) return values.length * 2 <= column.cells.length;
  if (!isInBlocks(column, values.length)) return false;
  if (values.every((value) => /^\d+$/.test(value))) return isPanel(column, values.length);
  return values.filter((value) => !looksNumeric(value)).length * 2 > values.length;
}

/** Whether a column only repeats the id of the one series of a table. */
export const isConstantId = (column: Column): boolean =>
  ID_NAMES.test(column.name) && valuesOf(column).length === 1 && column.cells.length > 1;

/** Refuses rows of several series. `--id none` says that all rows are of one. */
export function checkOneSeries(columns: readonly Column[]): void {
  const found = columns.find(tellsApart);
  if (found === undefined) return;
  const values = valuesOf(found);
  throw seriesSeveral({ column: found.name, values: values.slice(0, 5).map(shownCell), count: values.length });
}

const MOST_VALUES = 20;

/** Why no one column holds the wanted value. */
function whyNoRows(table: Table, { column, value }: Wanted, columns: readonly number[], holding: readonly number[]): CodedError {
  const [named] = columns;
  const all = table.names;
  if (column === null || holding.length > 1)
    return columnUnknown({ name: value, near: [], all, holding: holding.map((index) => all[index]!) });
  if (named === undefined)
    return columnUnknown({
      name: column,
      near: nearestNames(
        column,
        all.map((name) => [name]),
      ),
      all,
    });
  const values = valuesOf({ name: all[named]!, lines: table.lines, cells: table.rows.map((row) => row[named]!) });
  return idUnknown({
    column: all[named]!,
    value,
    values: values.slice(0, MOST_VALUES).map(shownCell),
    count: values.length,
  });
}

interface Wanted {
  /** Null: any column that holds the value. */
  readonly column: string | null;
  readonly value: string;
}

/** The rows of one series. `wanted` is `COLUMN=VALUE`, or a value that only one column has. */
export function rowsOfSeries(table: Table, wanted: string): Table {
  const at = wanted.indexOf('=');
  const [column, value] = at < 0 ? [null, wanted] : [wanted.slice(0, at), wanted.slice(at + 1)];
  const columns = table.names.flatMap((name, index) =>
    column === null || name.toLowerCase() === column.toLowerCase() ? [index] : [],
  );
  const holding = columns.filter((index) => table.rows.some((row) => row[index]!.trim() === value));
  const [index] = holding;
  if (index === undefined || holding.length > 1) throw whyNoRows(table, { column, value }, columns, holding);
  const kept = table.rows.flatMap((row, i) => (row[index]!.trim() === value ? [i] : []));
  return {
    ...table,
    rows: kept.map((i) => table.rows[i]!),
    lines: kept.map((i) => table.lines[i]!),
    blanks: [],
    remarks: [
      ...table.remarks,
      `${kept.length} of ${table.rows.length} rows have ${table.names[index]!} ${value}; only they are used.`,
    ],
  };
}

/** Words of a row that sums up others. */
const SUMMARY =
  /^(?:.{0,30}\b(?:sub)?totals?|sub-?totals?.{0,30}|total\b.{0,30}|sum|summe|gesamt|insgesamt|average|avg\.?|mean|median|min|max|count|std)[:.]?$/i;
export const isSummary = (cell: string): boolean => SUMMARY.test(cell);
/** Words that a remark under a table begins with. */
const REMARK = /^(?:source|quelle|notes?|footnotes?|last updated|generated|copyright|©|\*)/i;

/** Refuses a row such as Total or Source, which is no value of the series. A label that most rows have is no such row. */
export function checkFooters(columns: readonly Column[], times: Column | null): void {
  for (const column of columns) {
    const { name, cells, lines } = column;
    const isFooter = (cell: string) => isSummary(cell) || (column === times && REMARK.test(cell));
    const labels = cells.flatMap((cell, i) => (isFooter(cell.trim()) ? [i] : []));
    const [first] = labels;
    if (first === undefined || labels.length * 2 > cells.length) continue;
    throw rowNotData({ column: name, line: lines[first]!, cell: shownCell(cells[first]!) });
  }
}
