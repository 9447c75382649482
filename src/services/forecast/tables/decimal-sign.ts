import { numbersAmbiguous } from '../errors.ts';
import { cellAt, shownCell, type Column } from './column.ts';
import { isMissing } from './missing.ts';
import { AMBIGUOUS, bareOf, isCommaed, isPointed } from './number-forms.ts';

/** Decimal sign of a column. */
export type Decimal = 'point' | 'comma';

const SIGNS = { point: '.', comma: ',' } as const;
/** Share of the cells that read alike from which cells with a lost zero at the end, such as 1.5 beside 1.234, show the sign. */
const SHOWN_BY = 0.05;
/** Two groups of thousands or more, or three decimals after a zero, are no slip of the hand. */
const CERTAIN = /^[-+]?\d{1,3}([,.])\d{2,3}(?:\1\d{2,3})+(?:[,.]\d*)?$|^[-+]?0[,.]\d{3}$/;

/** What the cells of a column show about its decimal sign. */
interface Evidence {
  readonly texts: readonly string[];
  /** Cells that only a decimal point, or only a decimal comma, reads. */
  readonly point: readonly number[];
  readonly comma: readonly number[];
  /** Cells such as 1,234 whose sign may be decimal or group thousands. */
  readonly either: readonly number[];
}

function evidenceOf({ cells }: Column): Evidence {
  const present = cells.flatMap((cell, i) => (isMissing(cell) ? [] : [i]));
  const texts = cells.map((cell) => bareOf(cell).text);
  return {
    texts,
    point: present.filter((i) => isPointed(texts[i]!) && !isCommaed(texts[i]!)),
    comma: present.filter((i) => isCommaed(texts[i]!) && !isPointed(texts[i]!)),
    either: present.filter((i) => AMBIGUOUS.test(texts[i]!)),
  };
}

/** Whether the cells that show a sign are enough to decide how 1,234 is read: one or few of them may be mistyped. */
function areEnough(shows: readonly number[], { texts, either }: Evidence, decimal: Decimal): boolean {
  if (either.length === 0 || shows.some((i) => CERTAIN.test(texts[i]!))) return true;
  const grouped = either.filter((i) => !texts[i]!.includes(SIGNS[decimal])).length;
  // 1,250.5 has both signs.
  const both = shows.filter((i) => texts[i]!.includes(',') && texts[i]!.includes('.')).length;
  if (shows.length >= either.length) return true;
  if (shows.length < 2) return false;
  if (grouped > 0) return both > 1;
  return shows.length >= SHOWN_BY * either.length;
}

/** The decimal sign that a column shows: cells that only one sign reads, and enough of them. Null if it shows none or both. */
export function shownDecimal(column: Column): Decimal | null {
  const evidence = evidenceOf(column);
  const { point, comma } = evidence;
  if (point.length > 0 === comma.length > 0) return null;
  const decimal = point.length > 0 ? 'point' : 'comma';
  return areEnough(point.length > 0 ? point : comma, evidence, decimal) ? decimal : null;
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
export function decimalOf(
  column: Column,
  context: NumberContext,
): { readonly decimal: Decimal; readonly remarks: readonly string[] } {
  const own = context.decimal ?? shownDecimal(column);
  if (own !== null) return { decimal: own, remarks: [] };
  const { texts, point, comma, either } = evidenceOf(column);
  const [at] = either;
  // With both signs, the sign of fewer cells is refused when the numbers are read.
  if (at === undefined || (point.length > 0 && comma.length > 0))
    return { decimal: comma.length > point.length ? 'comma' : 'point', remarks: [] };
  const cell = shownCell(column.cells[at]!);
  const shows = point.length > 0 ? point : comma;
  const isBorneOut = shows.length === 0 || context.shown === (point.length > 0 ? 'point' : 'comma');
  if (context.shown !== null && isBorneOut)
    return {
      decimal: context.shown,
      remarks: [`Numbers such as ${cell} were read with a decimal ${context.shown}, as other columns have it.`],
    };
  // Three decimals in every cell are a fixed number of decimals, and a table that is separated by commas has decimal points.
  const isDecimals = texts.every((text, i) => isMissing(column.cells[i]!) || (isPointed(text) && /^[^,]*\.\d+$/.test(text)));
  if (context.separator === ',' && isDecimals)
    return {
      decimal: 'point',
      remarks: [`Numbers such as ${cell} were read with a decimal point; pass --decimal comma if the point groups thousands.`],
    };
  const digits = texts[at]!;
  throw numbersAmbiguous({
    ...cellAt(column, at),
    readings: [digits.replace(',', '.'), digits.replace(/[,.]/, '')],
    ...(shows.length > 0 ? { shown: { ...cellAt(column, shows[0]!), count: shows.length } } : {}),
  });
}
