import { cellInvalid } from '../errors.ts';
import { cellAt, type Column } from './column.ts';
import { isMissing } from './missing.ts';

const LEAST_OTHERS = 8;

const decimalsOf = (cell: string) => /[.,](\d*)\D*$/.exec(cell.trim())?.[1]?.length ?? 0;
const sizeOf = (cell: string) => Number(cell.replaceAll(/\D/g, ''));

/**
 * Refuses the last cell of a file without a last line end if it is shorter than every other cell: a broken download ends within a number.
 * `openLine` is the line without an end. Throws TF_FORECAST_CELL_INVALID.
 */
export function checkCutEnd(column: Column, openLine: number | null): void {
  const last = column.cells.length - 1;
  if (openLine === null || column.lines[last] !== openLine || isMissing(column.cells[last]!)) return;
  const others = column.cells.slice(0, -1).filter((cell) => !isMissing(cell));
  if (others.length < LEAST_OTHERS) return;
  const cell = column.cells[last]!;
  const hasFewerDecimals = others.every((other) => decimalsOf(other) > decimalsOf(cell));
  // A lost digit makes a number ten times smaller; a series may fall from 1,000 to 998, and 0 is whole.
  const isFarSmaller = sizeOf(cell) > 0 && others.every((other) => sizeOf(cell) * 5 < sizeOf(other));
  const mayBeWhole = others.every((other) => [0, 3].includes(decimalsOf(other)));
  if (mayBeWhole ? !isFarSmaller : !hasFewerDecimals) return;
  throw cellInvalid({
    ...cellAt(column, last),
    problem: 'is shorter than every other cell, and the file ends there without a line end, so it may be cut off',
    how: 'Fetch the file again, or end its last line if the cell is whole.',
  });
}
