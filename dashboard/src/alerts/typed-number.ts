/** How to write a typed number that has the separators of some country; null where it can't be meant. */
interface Readings {
  /** If its one separator begins the decimals. */
  readonly decimals: string | null;
  /** If its separators are those of thousands. */
  readonly thousands: string | null;
}

/** What a typed number means. `unclear`: `0,500` and `1.500` are a half or five hundred, by the reader's country. */
export type Typed =
  | { readonly kind: 'number'; readonly value: number }
  | ({ readonly kind: 'unclear' } & Readings)
  | { readonly kind: 'none' };

const MOST_DIGITS = 15;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Commas that can only separate thousands: several, or one before a decimal point. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}(,\d{3}(,\d{3})+(\.\d+)?|,\d{3}\.\d+)$/;
const ONE_COMMA = /^[+-]?\d+,\d+$/;
const DOT_OR_THOUSANDS = /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/;
const COMMA_OR_THOUSANDS = /^[+-]?\d{1,3},\d{3}$/;

/** A last zero shows that `1.125` does not mean thousands. */
const asDecimals = (dotted: string): string => (DOT_OR_THOUSANDS.test(dotted) ? `${dotted}0` : dotted);

function readings(given: string): Readings {
  const isThousands = DOT_OR_THOUSANDS.test(given) || COMMA_OR_THOUSANDS.test(given);
  const hasOne = given.split(/[.,]/).length === 2;
  return {
    decimals: hasOne ? asDecimals(given.replace(',', '.')) : null,
    thousands: isThousands ? String(Number(given.replaceAll(/[.,]/g, ''))) : null,
  };
}

/** Reads a number as people type it: with a true minus sign, and with separators that can be read in one way only. */
export function readTyped(text: string): Typed {
  const given = text.trim().replace('−', '-');
  // More digits are not kept by a number.
  if (given.replace(/e.*$/i, '').replace(/\D/g, '').length > MOST_DIGITS) return { kind: 'none' };
  if (ONE_COMMA.test(given) || DOT_OR_THOUSANDS.test(given)) return { kind: 'unclear', ...readings(given) };
  const plain = THOUSANDS.test(given) ? given.replaceAll(',', '') : given;
  const value = PLAIN.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) ? { kind: 'number', value } : { kind: 'none' };
}

/** What is wrong with a text that is no number, and how to write it: the end of a sentence, and another one. */
export function whyNoNumber(text: string, typed: Exclude<Typed, { readonly kind: 'number' }>): string {
  const given = text.trim();
  if (typed.kind === 'none') return `"${given}", which is no number. Write it as 61827.76 or 61,827.76.`;
  const { decimals, thousands } = typed;
  if (decimals === null || thousands === null)
    return `"${given}", which is not written as numbers are here. Write it as ${decimals ?? thousands}.`;
  const mark = given.includes(',') ? 'comma' : 'point';
  return `"${given}", which can be read in two ways. Write it as ${decimals} if the ${mark} begins the decimals, or as ${thousands} if it separates thousands.`;
}
