import type { Column } from './column.ts';
import { isMissing } from './missing.ts';
import { looksNumeric } from './number-forms.ts';
import { whyNoNumber } from './why-no-number.ts';

/** Share of such cells from which a column may hold the values. */
const MOSTLY = 0.5;
/** Sizes and other labels repeat a few texts: values have this many different ones, or one in eight rows. */
const DISTINCT = { least: 3, most: 10, rowsForOne: 8 };
/** Seats and house numbers have many letters behind; values have a few units. */
const MOST_UNITS = 4;

/** The first cell of a column that is a number with a unit, a currency or the like; −1 if the column holds no such values. */
export function nearlyNumberAt({ cells }: Column): number {
  const present = cells.flatMap((cell, i) => (isMissing(cell) ? [] : [i]));
  const isPlain = present.map((i) => looksNumeric(cells[i]!));
  const nearly = present.filter((i, at) => !isPlain[at] && whyNoNumber(cells[i]!) !== null);
  const plain = isPlain.filter(Boolean).length;
  const [first] = nearly;
  if (first === undefined || present.length * 2 < cells.length || nearly.length + plain < MOSTLY * present.length) return -1;
  const units = new Set(nearly.map((i) => cells[i]!.replaceAll(/0x[\da-f]+|[\d.,'’\s:/+-]+/gi, '').toLowerCase()));
  const distinct = new Set(nearly.map((i) => cells[i]!.trim())).size;
  const least = Math.max(DISTINCT.least, Math.min(DISTINCT.most, cells.length / DISTINCT.rowsForOne));
  return units.size <= MOST_UNITS && distinct >= Math.min(least, present.length - plain) ? first : -1;
}
