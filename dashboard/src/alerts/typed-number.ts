/** What a typed number means. `two-ways`: `0,500` and `1.500` are a half or five hundred, by the reader's country. */
export type Typed =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'two-ways' }
  | { readonly kind: 'none' };

const MOST_DIGITS = 15;
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Commas that can only separate thousands: several, or one before a decimal point. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}(,\d{3}(,\d{3})+(\.\d+)?|,\d{3}\.\d+)$/;
const ONE_COMMA = /^[+-]?\d+,\d+$/;
const DOT_OR_THOUSANDS = /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/;

/** Reads a number as people type it: with a true minus sign, and with separators that can be read in one way only. */
export function readTyped(text: string): Typed {
  const given = text.trim().replace('−', '-');
  if (ONE_COMMA.test(given) || DOT_OR_THOUSANDS.test(given)) return { kind: 'two-ways' };
  const plain = THOUSANDS.test(given) ? given.replaceAll(',', '') : given;
  if (!PLAIN.test(plain)) return { kind: 'none' };
  const value = Number(plain);
  const digits = plain.replace(/e.*$/i, '').replace(/\D/g, '').length;
  return Number.isFinite(value) && digits <= MOST_DIGITS ? { kind: 'number', value } : { kind: 'none' };
}

/** What is wrong with a text that is no number, as the end of a sentence. */
export const whyNoNumber = (text: string, { kind }: Typed): string =>
  `"${text.trim()}", which ${kind === 'two-ways' ? 'can be read in two ways' : 'is no number'}`;
