import { cellInvalid, numbersAmbiguous } from '../errors.ts';
import { cellAt, shownCell, type Column } from './column.ts';
import { isMissing } from './missing.ts';
import { whyNoNumber } from './why-no-number.ts';

/** Decimal sign of a column. */
export type Decimal = 'point' | 'comma';

const SPACES = ' \u00A0\u202F\u2009';
const POINT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const GROUPED_POINT = new RegExp(`^[-+]?[1-9]\\d{0,2}(?:([,'’${SPACES}])\\d{3})(?:\\1\\d{3})*(?:\\.\\d+)?$`);
const COMMA = /^[-+]?(?:\d+,\d*|,\d+)(?:e[-+]?\d+)?$/i;
const GROUPED_COMMA = new RegExp(`^[-+]?[1-9]\\d{0,2}(?:([.'’${SPACES}])\\d{3})(?:\\1\\d{3})*(?:,\\d+)?$`);
const WHOLE = /^[-+]?\d+$/;
/** Digits grouped as in India: 12,34,567. */
const LAKHS = /^[-+]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/;

const SIGN = /[$€£¥₹%]/;
const SIGN_BEFORE = /^([-+]?)(US\$|[$€£¥₹])\s?/;
const SIGN_AFTER = /\s?([%$€£¥₹])$/;

interface Bare {
  readonly text: string;
  /** Currency or percent sign; '' without one. */
  readonly sign: string;
}

/** A cell without currency and percent signs. Brackets around a number are a minus, as accountants write it. */
function bareOf(cell: string): Bare {
  const plain = cell.trim().replace(/[−﹣－]/g, '-');
  const inside = /^\(([^()-][^()]*)\)$/.exec(plain)?.[1];
  const signed = inside === undefined ? plain : `-${inside.trim()}`;
  const before = SIGN_BEFORE.exec(signed);
  const rest = before === null ? signed : `${before[1]}${signed.slice(before[0].length)}`;
  const after = SIGN_AFTER.exec(rest);
  return { text: after === null ? rest : rest.slice(0, after.index), sign: `${before?.[2] ?? ''}${after?.[1] ?? ''}` };
}

const isPointed = (text: string) => POINT.test(text) || GROUPED_POINT.test(text) || LAKHS.test(text);
const isCommaed = (text: string) => COMMA.test(text) || GROUPED_COMMA.test(text) || WHOLE.test(text);

export const looksNumeric = (cell: string): boolean => {
  const { text } = bareOf(cell);
  return isPointed(text) || isCommaed(text);
};

/** Share of a column's cells that look like numbers, 0–1. */
export function numericShare({ cells }: Column): number {
  const present = cells.filter((cell) => !isMissing(cell));
  return present.length === 0 ? 0 : present.filter(looksNumeric).length / present.length;
}

/** A cell whose comma or point may be decimal or thousands: `1,234`, `1.234`. A number of thousands doesn't begin with 0. */
const AMBIGUOUS = /^[-+]?[1-9]\d{0,2}[,.]\d{3}$/;

/** The decimal sign that a column shows: the one that reads every cell if the other does not; null if both or none do. */
export function shownDecimal({ cells }: Column): Decimal | null {
  const texts = cells.filter((cell) => !isMissing(cell)).map((cell) => bareOf(cell).text);
  const [point, comma] = [texts.every(isPointed), texts.every(isCommaed)];
  return point === comma ? null : point ? 'point' : 'comma';
}

export interface NumberContext {
  /** The decimal sign asked for. */
  readonly decimal?: Decimal | undefined;
  /** The decimal sign that other columns of the table show; null if none does. */
  readonly shown: Decimal | null;
  /** The table's separator: beside commas, a number of the same table has a decimal point. */
  readonly separator: string;
}

/** The decimal sign of a column, with a remark if it was not certain. Throws TF_FORECAST_NUMBERS_AMBIGUOUS. */
function decimalOf(
  column: Column,
  present: readonly number[],
  context: NumberContext,
): { readonly decimal: Decimal; readonly remarks: readonly string[] } {
  const own = context.decimal ?? shownDecimal(column);
  const texts = present.map((i) => bareOf(column.cells[i]!).text);
  const at = texts.findIndex((text) => AMBIGUOUS.test(text));
  if (own !== null || at < 0)
    return { decimal: own ?? (texts.every(isCommaed) && !texts.every(isPointed) ? 'comma' : 'point'), remarks: [] };
  const cell = shownCell(column.cells[present[at]!]!);
  if (context.shown !== null)
    return {
      decimal: context.shown,
      remarks: [`Numbers such as ${cell} were read with a decimal ${context.shown}, as other columns have it.`],
    };
  // Three decimals in every cell are a fixed number of decimals, and a table that is separated by commas has decimal points.
  if (context.separator === ',' && texts.every((text) => AMBIGUOUS.test(text) && text.includes('.')))
    return {
      decimal: 'point',
      remarks: [`Numbers such as ${cell} were read with a decimal point; pass --decimal comma if the point groups thousands.`],
    };
  const digits = bareOf(column.cells[present[at]!]!).text;
  throw numbersAmbiguous({ ...cellAt(column, present[at]!), readings: [digits.replace(',', '.'), digits.replace(/[,.]/, '')] });
}

const GROUPS = new RegExp(`['’${SPACES}]`, 'g');

/** Reads a column as numbers; a missing cell is NaN. Throws on other text, on mixed signs, and if a sign may be decimal or thousands. */
export function readNumbers(
  column: Column,
  context: NumberContext,
): { readonly values: Float64Array; readonly remarks: readonly string[] } {
  const present = column.cells.flatMap((cell, i) => (isMissing(cell) ? [] : [i]));
  const { decimal, remarks } = decimalOf(column, present, context);
  const fits = decimal === 'comma' ? isCommaed : isPointed;
  const signs = new Map<string, number>();
  const values = Float64Array.from(column.cells, (cell, i) => {
    if (isMissing(cell)) return Number.NaN;
    const { text, sign } = bareOf(cell);
    if (!signs.has(sign)) signs.set(sign, i);
    const plain = decimal === 'comma' ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
    const value = fits(text) ? Number(plain.replaceAll(GROUPS, '')) : Number.NaN;
    if (!Number.isFinite(value)) throw cellInvalid({ ...cellAt(column, i), ...whyInvalid(cell) });
    return value;
  });
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

function whyInvalid(cell: string): { readonly problem: string; readonly how?: string } {
  const text = cell.trim();
  if (/^[-+]?(?:inf|infinity|∞)$/i.test(text)) return { problem: 'is no finite plain number' };
  const why = whyNoNumber(text);
  if (why !== null) return why;
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
