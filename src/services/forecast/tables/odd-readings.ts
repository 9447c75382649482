import { numbersAmbiguous } from '../errors.ts';
import { cellAt, type Column } from './column.ts';
import type { Decimal } from './decimal-sign.ts';
import { isMissing } from './missing.ts';
import { AMBIGUOUS, bareOf } from './number-forms.ts';

const LEAST_OTHERS = 4;

/**
 * Refuses a cell such as 2,500 that lies outside all clear numbers of its column as it is read, and among them if its sign had the other
 * meaning: one cell with another decimal sign would be a thousand times too large or too small.
 */
export function checkOddReadings(column: Column, values: Float64Array, decimal: Decimal): void {
  const texts = column.cells.map((cell) => (isMissing(cell) ? '' : bareOf(cell).text));
  const clear = values.filter((value, i) => !Number.isNaN(value) && !AMBIGUOUS.test(texts[i]!));
  if (clear.length < LEAST_OTHERS) return;
  const [low, high] = clear.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)] as const, [
    Infinity,
    -Infinity,
  ] as const);
  const span = high - low;
  const isAmong = (value: number) => value >= low - span && value <= high + span;
  const grouping = decimal === 'point' ? ',' : '.';
  const otherwise = (i: number) => (texts[i]!.includes(grouping) ? values[i]! / 1_000 : values[i]! * 1_000);
  const odd = values.findIndex((value, i) => AMBIGUOUS.test(texts[i]!) && !isAmong(value) && isAmong(otherwise(i)));
  if (odd < 0) return;
  throw numbersAmbiguous({
    ...cellAt(column, odd),
    readings: [String(values[odd]), String(otherwise(odd))],
    reason: 'by the column’s decimal sign it is far from all others',
  });
}
