/** One column of a table. */
export interface Column {
  readonly name: string;
  readonly cells: readonly string[];
  /** Line of the file of each cell, from 1. */
  readonly lines: readonly number[];
}

const LONGEST_SHOWN = 60;

/** A cell as messages quote it. */
export const shownCell = (cell: string): string =>
  cell.trim().length > LONGEST_SHOWN ? `${cell.trim().slice(0, LONGEST_SHOWN)}…` : cell.trim();

/** Facts for an error about one cell of a column. */
export const cellAt = ({ name, cells, lines }: Column, index: number) => ({
  column: name,
  line: lines[index]!,
  cell: shownCell(cells[index]!),
});
