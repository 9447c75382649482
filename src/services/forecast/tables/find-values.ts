import { cellInvalid, columnUnclear } from '../errors.ts';
import { cellAt, type Column } from './column.ts';
import { isMissing } from './missing.ts';
import { nearlyNumberAt } from './nearly-numbers.ts';
import { numericShare } from './number-forms.ts';
import { timeEvidence } from './read-times.ts';
import { isConstantId } from './series-ids.ts';
import { isTimeName } from './time-names.ts';
import { whyNoNumber } from './why-no-number.ts';

/** Names that are taken if several columns have numbers, the first found. */
export const VALUE_NAMES: readonly string[] = ['close', 'value', 'y', 'price', 'target', 'obs_value'];
/** Share of numbers from which a column is one of numbers, so that one bad cell does not hide it. */
const MOSTLY = 0.5;
const INDEX_NAMES = /^(?:|index|idx|#|no\.?|nr\.?|n|row|id|unnamed: 0|column 1)$/i;
/** Parts of a date that programs write beside it. */
export const DATE_PARTS =
  /^(?:year|yr|month|mo|quarter|qtr|week|wk|day|weekday|(?:day|week)[ _]?of[ _]?(?:the[ _]?)?(?:week|month|year)|dow|doy|jahr|monat|quartal|woche|tag)$/i;

/** Whether a column only counts the rows, as programs write it beside a table. */
function isRowNumber({ name, cells }: Column): boolean {
  const first = Number(cells[0]);
  return INDEX_NAMES.test(name) && cells.length > 2 && cells.every((cell, i) => cell !== '' && Number(cell) === first + i);
}

const isOfTimes = (column: Column) => isTimeName(column.name) || timeEvidence(column).share >= MOSTLY;

/** Refuses to pass over a column whose cells are numbers with a unit or the like, for `instead` or for nothing. */
function checkNearly(column: Column, instead: Column | undefined): void {
  const at = nearlyNumberAt(column);
  if (at < 0) return;
  const why = whyNoNumber(column.cells[at]!)!;
  throw cellInvalid({
    ...cellAt(column, at),
    problem: instead === undefined ? why.problem : `${why.problem}, so it is not certain that ${instead.name} holds the values`,
    how:
      instead === undefined ? why.how : `${why.how} Or name the column of the values: --column ${JSON.stringify(instead.name)}.`,
  });
}

/** Names of two columns that together are a place, so that the second is no value. */
const isPlace = (columns: readonly Column[]) => columns.some(({ name }) => /^(?:x|lon|lng|longitude)$/i.test(name));

/** The column of values among `columns`: the only one of numbers, else the one with a usual name. Throws TF_FORECAST_COLUMN_UNCLEAR. */
export function findValues(columns: readonly Column[]): { readonly column: Column; readonly remarks: readonly string[] } {
  const all = columns.filter((column) => numericShare(column) >= MOSTLY);
  const parts = all.filter(({ name }) => DATE_PARTS.test(name));
  const constant = all.filter((column) => all.length > 1 && isConstantId(column));
  const numeric = all.filter((column) => !parts.includes(column) && !constant.includes(column));
  const counted = numeric.find(isRowNumber);
  const left = numeric.filter((column) => column !== counted);
  const usual = VALUE_NAMES.filter((name) => name !== 'y' || !isPlace(numeric)).flatMap((name) =>
    columns.filter(
      (column) => column.name.toLowerCase().replace(/^<|>$/g, '') === name && column.cells.some((cell) => !isMissing(cell)),
    ),
  );
  const chosen = left.length === 1 && (usual.length === 0 || usual.includes(left[0]!)) ? left[0] : usual[0];
  // A usual name settles what is meant, and so do cells of times.
  const leftOut = [counted, ...parts, ...constant];
  const others = columns.filter((column) => !left.includes(column) && !leftOut.includes(column) && !isOfTimes(column));
  if (usual.length === 0 && left.length < 2) for (const column of others) checkNearly(column, left[0]);
  if (chosen === undefined)
    throw columnUnclear({
      what: 'values',
      choices: left.map(({ name }) => name),
      leftOut: leftOut.flatMap((one) => (one === undefined ? [] : [one.name])),
    });
  const remark = `Values are taken from ${chosen.name}, by its name, of ${left.length} columns of numbers.`;
  return {
    column: chosen,
    remarks: [
      ...(counted === undefined
        ? []
        : [`The column ${counted.name === '' ? 'without a name' : counted.name} only counts the rows and was left out.`]),
      ...(parts.length > 0 ? [`Parts of the date were left out: ${parts.map(({ name }) => name).join(', ')}.`] : []),
      ...(constant.length > 0 ? [`The same in each row and left out: ${constant.map(({ name }) => name).join(', ')}.`] : []),
      ...(left.length > 1 ? [remark] : []),
    ],
  };
}
