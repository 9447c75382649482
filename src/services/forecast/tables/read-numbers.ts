import { cellInvalid } from '../errors.ts';
import { cellAt, type Column } from './column.ts';
import { decimalOf, type Decimal, type NumberContext } from './decimal-sign.ts';
import { isMissing } from './missing.ts';
import { bareOf, GROUPED_COMMA, GROUPED_POINT, isCommaed, isPointed, LAKHS, SIGN, SPACES } from './number-forms.ts';
import { checkOddReadings } from './odd-readings.ts';
import { whyNoNumber } from './why-no-number.ts';

const GROUPS = new RegExp(`['’${SPACES}]`, 'g');

/** Reads a column as numbers; a missing cell is NaN. Throws on other text, on mixed signs, and if a sign may be decimal or thousands. */
export function readNumbers(
  column: Column,
  context: NumberContext,
): { readonly values: Float64Array; readonly remarks: readonly string[] } {
  const present = column.cells.flatMap((cell, i) => (isMissing(cell) ? [] : [i]));
  const { decimal, remarks } = decimalOf(column, context);
  const fits = decimal === 'comma' ? isCommaed : isPointed;
  const signs = new Map<string, number>();
  const values = Float64Array.from(column.cells, (cell, i) => {
    if (isMissing(cell)) return Number.NaN;
    const { text, sign } = bareOf(cell);
    if (!signs.has(sign)) signs.set(sign, i);
    const plain = decimal === 'comma' ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
    const value = fits(text) ? Number(plain.replaceAll(GROUPS, '')) : Number.NaN;
    if (!Number.isFinite(value)) throw cellInvalid({ ...cellAt(column, i), ...whyInvalid(cell, decimal) });
    return value;
  });
  if (context.decimal === undefined) checkOddReadings(column, values, decimal);
  const [, second] = [...signs];
  if (second !== undefined)
    throw cellInvalid({
      ...cellAt(column, second[1]),
      problem:
        second[0] === ''
          ? 'has no currency or percent sign, but cells before have one'
          : 'has a currency or percent sign that cells before don’t have',
      how: 'Write all numbers in one unit.',
    });
  return { values, remarks: [...remarks, ...remarksOf(column, present, decimal)] };
}

function whyInvalid(cell: string, decimal: Decimal): { readonly problem: string; readonly how?: string } {
  const text = cell.trim();
  if (/^[-+]?(?:inf|infinity|∞)$/i.test(text)) return { problem: 'is no finite plain number' };
  const why = whyNoNumber(text);
  if (why !== null) return why;
  const { text: bare } = bareOf(cell);
  if (isPointed(bare) || isCommaed(bare))
    return {
      problem: `does not have a decimal ${decimal}, with which the column is read`,
      how: `Write all numbers with one decimal sign. If most of the column has the other, pass --decimal ${decimal === 'point' ? 'comma' : 'point'}.`,
    };
  if (!Number.isNaN(Number(text))) return { problem: 'is no finite plain number' };
  if (/^[-+]?[\d.,]+\s?[a-zµ°]+/i.test(text))
    return { problem: 'has a unit or a multiplier', how: 'Write plain numbers, all in one unit.' };
  return { problem: 'is no number' };
}

function remarksOf(column: Column, present: readonly number[], decimal: Decimal): readonly string[] {
  const of = (is: (text: string, cell: string) => boolean) =>
    present.map((i) => column.cells[i]!.trim()).find((cell) => is(bareOf(cell).text, cell));
  const grouped = of((text) => (decimal === 'comma' ? GROUPED_COMMA : GROUPED_POINT).test(text) || LAKHS.test(text));
  const signed = of((_, cell) => SIGN.test(cell));
  const bracketed = of((_, cell) => cell.startsWith('('));
  const commaed = decimal === 'comma' ? of((text) => text.includes(',')) : undefined;
  return [
    ...(commaed === undefined ? [] : [`Numbers such as ${commaed} were read with a decimal comma.`]),
    ...(grouped === undefined ? [] : [`Numbers such as ${grouped} were read with grouped thousands.`]),
    ...(signed === undefined ? [] : [`Numbers such as ${signed} were read without their sign, in its unit.`]),
    ...(bracketed === undefined ? [] : [`Numbers in brackets, such as ${bracketed}, were read as negative.`]),
  ];
}
