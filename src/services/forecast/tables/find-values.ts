import { columnUnclear } from '../errors.ts';
import type { Column } from './column.ts';
import { isMissing } from './missing.ts';
import { numericShare } from './read-numbers.ts';

/** Names that are taken if several columns have numbers, the first found. */
export const VALUE_NAMES: readonly string[] = ['close', 'value', 'y', 'price', 'target', 'obs_value'];
/** Share of numbers from which a column is one of numbers, so that one bad cell does not hide it. */
const MOSTLY = 0.5;
const INDEX_NAMES = /^(?:|index|idx|#|no\.?|unnamed: 0|column 1)$/i;

/** Whether a column only counts the rows from 0 or 1, as programs write it beside a table. */
function isRowNumber({ name, cells }: Column): boolean {
  const first = Number(cells[0]);
  return (
    INDEX_NAMES.test(name) &&
    (first === 0 || first === 1) &&
    cells.length > 2 &&
    cells.every((cell, i) => cell !== '' && Number(cell) === first + i)
  );
}

/** The column of values among `columns`: the only one of numbers, else the one with a usual name. Throws TF_FORECAST_COLUMN_UNCLEAR. */
export function findValues(columns: readonly Column[]): { readonly column: Column; readonly remarks: readonly string[] } {
  const numeric = columns.filter((column) => numericShare(column) >= MOSTLY);
  const counted = numeric.length > 1 ? numeric.find(isRowNumber) : undefined;
  const left = numeric.filter((column) => column !== counted);
  const usual = VALUE_NAMES.flatMap((name) =>
    columns.filter(
      (column) => column.name.toLowerCase().replace(/^<|>$/g, '') === name && column.cells.some((cell) => !isMissing(cell)),
    ),
  );
  const chosen = left.length === 1 && (usual.length === 0 || usual.includes(left[0]!)) ? left[0] : usual[0];
  if (chosen === undefined) throw columnUnclear({ what: 'values', choices: left.map(({ name }) => name) });
  const remark = `Values are taken from ${chosen.name}, by its name, of ${left.length} columns of numbers.`;
  return {
    column: chosen,
    remarks: [
      ...(counted === undefined
        ? []
        : [`The column ${counted.name === '' ? 'without a name' : counted.name} only counts the rows and was left out.`]),
      ...(left.length > 1 ? [remark] : []),
    ],
  };
}
