import type { Piece } from './reading.ts';

/** A row of a table, or any other line: its cells in order. */
export interface Row {
  readonly pieces: readonly Piece[];
  readonly cells: readonly (readonly Piece[])[];
}

const isBar = (piece: Piece): boolean => piece.kind === 'mark' && (piece.mark === '|' || piece.mark === '\t');

const isEquals = (piece: Piece | undefined): boolean => piece?.kind === 'mark' && piece.mark === '=';

const MOST_BARS = 64;

/** Splits a line at its bars; null if it has none, or more than any table has. */
export function rowOf(pieces: readonly Piece[]): Row | null {
  const bars = pieces.filter(isBar).length;
  // "=|=" is an operator.
  const operates = pieces.some((piece, index) => isBar(piece) && [pieces[index - 1], pieces[index + 1]].some(isEquals));
  if (bars === 0 || bars > MOST_BARS || operates) return null;
  const cells: Piece[][] = [[]];
  for (const piece of pieces) {
    if (isBar(piece)) cells.push([]);
    else cells.at(-1)?.push(piece);
  }
  if (isOuter(pieces[0])) cells.shift();
  if (isOuter(pieces.at(-1)) && cells.length > 1) cells.pop();
  return { pieces, cells };
}

const isOuter = (piece: Piece | undefined): boolean => piece?.kind === 'mark' && piece.mark === '|';

/** A row of dashes between head and body. */
export const isRule = ({ cells }: Row): boolean =>
  cells.every((cell) => cell.every((piece) => piece.kind === 'mark' && ['-', ':', '=', '–', '—'].includes(piece.mark)));

/** General titles for any column. */
const GENERAL = new Set(
  'market markets pair symbol instrument venue exchange asset coin metric field figure measure value item name what'.split(' '),
);
/** Titles for a column of times, sizes or ranks, but not of markets. */
const OF_ITEMS = new Set('window level side time start candle minute stream order size rank receipt source quantity'.split(' '));

/** Whether the title over the first cell of a row claims something about the row. */
export function claimsInCorner(head: Row | null, { cells: [first = []] }: Row): boolean {
  const corner = head?.cells[0] ?? [];
  const market = first.some(({ kind }) => kind === 'market');
  return corner.some(
    (piece) =>
      piece.kind === 'market' ||
      piece.kind === 'setting' ||
      (piece.kind === 'word' && !GENERAL.has(piece.word) && (market || !OF_ITEMS.has(piece.word))),
  );
}

/** Whether a row names columns: it has no figure. */
export const isHead = ({ pieces }: Row): boolean => !pieces.some(({ kind }) => kind === 'figure');

/**
 * Each cell with its column title and its row's first cell, so that a figure is read as in a sentence. The first cell gets only
 * its column title.
 */
export function cellsInContext(row: Row, head: Row | null): readonly (readonly Piece[])[] {
  const [first = [], ...rest] = row.cells;
  const named = first.filter(({ kind }) => kind !== 'figure');
  const over = (column: number): readonly Piece[] => head?.cells[column] ?? [];
  const titled = first.some(({ kind }) => kind === 'figure');
  // A cell of words, such as a unit, applies to the whole row.
  const remarks = rest.filter((cell) => !cell.some(({ kind }) => kind === 'figure')).flat();
  return [
    [...over(0), ...first],
    ...rest.map((cell, index) => [
      ...over(index + 1),
      ...(titled ? first : named),
      ...cell,
      ...(cell.some(({ kind }) => kind === 'figure') ? remarks : []),
    ]),
  ];
}
