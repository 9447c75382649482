import { readTable } from '../read-table.ts';
import { seriesOf, type SeriesWish } from '../table-series.ts';

/** The series of a table, given as the text of a file. */
export const read = (text: string, wish: SeriesWish = {}) => seriesOf(readTable(text), wish);

/** The refusal of a table; null if it is read. */
export function refusal(text: string, wish: SeriesWish = {}) {
  try {
    read(text, wish);
  } catch (error) {
    const { code, message, advice } = error as { code?: string; message: string; advice?: string };
    return { code, message, advice };
  }
  return null;
}

/** Days of 2024, and further. */
export const day = (i: number): string => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
export const month = (i: number): string => new Date(Date.UTC(2024, i, 1)).toISOString().slice(0, 7);
export const rows = (count: number, at: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => at(i)).join('\n');
export const two = (n: number): string => String(n).padStart(2, '0');
/** Values of one decimal that go up and down and rise slowly. */
export const wave = (i: number): string => (10 + ((i * 7) % 5) + i / 10).toFixed(1);
