import { codedSize, SIZE_UNKNOWN, type ColumnStore } from '../data/columns.ts';
import { clock, price, signed, size as sizeText } from '../words/format.ts';
import { columnAt, type Bookless } from './view.ts';

/** A second and a row. */
export interface Cross {
  readonly number: number;
  readonly row: number;
}

/** Caption without a crosshair. */
export const CAPTION =
  'Point at the heat map, or focus it and use the arrow keys. Below: sizes bought and sold by takers, and their running ' +
  'difference since the left edge, or since the last second with unknown trades.';

/** The two kinds of time without a book: the market's data were incomplete, or this server did not sample. */
export const LEGEND: Readonly<Record<Bookless, string>> = {
  gap: 'gap: the book was incomplete',
  unseen: 'unseen: the server did not sample',
};

const WHY: Readonly<Record<Bookless, string>> = {
  gap: 'a gap, the book was incomplete',
  unseen: 'unseen, the server did not sample, for example because it was busy; the book may have been complete',
};

/** The resting size and the taker volume at the crosshair, as text. */
export function readout(held: ColumnStore, { number, row }: Cross, base: string, decimals: number | null): string {
  const column = columnAt(held, number);
  if (column === undefined) return 'There is no history here.';
  const at = `${clock(column.time)} UTC`;
  const range = `${price(row * held.step, decimals)} to ${price((row + 1) * held.step, decimals)}`;
  if (column.state !== 'book') return `${at}: ${WHY[column.state]}.`;
  const size = codedSize(column.rows[row - column.first] ?? SIZE_UNKNOWN);
  const taken =
    column.buy === null || column.sell === null
      ? 'net taker volume not known'
      : `net taker volume of this second ${signed(column.buy - column.sell)} ${base}`;
  return size === null
    ? `${at}, ${range}: beyond the known book; ${taken}.`
    : `${at}, ${range}: ${sizeText(size)} ${base} resting; ${taken}.`;
}
