import { datesInColumns, tableInvalid } from '../errors.ts';
import { isNumberTime } from './digit-times.ts';
import { isMissing } from './missing.ts';
import { looksNumeric } from './number-forms.ts';
import { DATE_ORDERS, parseTime } from './time-forms.ts';

export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Head {
  /** Names of the columns; '' for one without. */
  readonly names: readonly string[];
  readonly data: readonly Row[];
  readonly remarks: readonly string[];
}

/** Names of dates in one row from which a table has its times in columns. */
const WIDE_FROM = 3;

const isYear = (cell: string) => /^(?:1[6-9]|20|21)\d{2}$/.test(cell.trim());
const isTextTime = (cell: string) => !isNumberTime(cell) && DATE_ORDERS.some((order) => parseTime(cell, order) !== null);
/** Whether a cell holds a number or a time. */
export const isValue = (cell: string): boolean => looksNumeric(cell) || isTextTime(cell);

const areEven = (years: readonly number[]) => {
  const distances = years.slice(1).map((year, i) => year - years[i]!);
  return years.length >= WIDE_FROM && distances[0] !== 0 && distances.every((distance) => distance === distances[0]);
};

/** Refuses a table whose first row holds times, one for each column. */
export function checkWide({ line, cells }: Row): void {
  const texts = cells.filter(isTextTime);
  const years = cells.filter(isYear);
  const times = texts.length >= WIDE_FROM ? texts : areEven(years.map(Number)) ? years : [];
  if (times.length > 0) throw datesInColumns({ line, names: times.slice(0, WIDE_FROM) });
}

/** Names the columns by the first row, unless it is a row of values. Throws if it may be either. */
export function headOf(records: readonly Row[]): Head {
  const [first, ...others] = records;
  const how = 'Give a table with a time and a value in each row.';
  if (first === undefined) throw tableInvalid({ line: 1, problem: 'the file is empty', how });
  checkWide(first);
  if (first.cells.every((cell) => isMissing(cell) || isValue(cell)))
    return {
      names: first.cells.map((_, i) => `column ${i + 1}`),
      data: records,
      remarks: ['There is no header; the columns are named column 1, column 2 and so on.'],
    };
  const odd = first.cells.findIndex((cell, i) => isValue(cell) && others.some(({ cells }) => isValue(cells[i] ?? '')));
  if (odd >= 0)
    throw tableInvalid({
      line: first.line,
      problem: `it may be a header or a row, because ${JSON.stringify(first.cells[odd])} is a value and other cells are text`,
      how: 'Add a line with the names of the columns above it. If it is the header, name the columns by words.',
    });
  if (others.length === 0) throw tableInvalid({ line: first.line, problem: 'there is a header and nothing under it', how });
  return { names: first.cells.map((cell) => cell.trim()), data: others, remarks: [] };
}
