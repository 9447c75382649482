import { isExact } from './decimal.ts';

/** A number in a text, or why it has no unique reading. */
export type NumberReading =
  | {
      readonly kind: 'number';
      /** With the multiplier of its suffix and without its sign. */
      readonly value: number;
      /** One unit of the last digit quoted. */
      readonly step: number;
      /** Significant digits quoted; trailing zeros of a whole number count. */
      readonly digits: number;
      /** One unit of the last digit that isn't a trailing zero of a whole number: "61,800" may be rounded to hundreds. */
      readonly coarseStep: number;
      /** Its values in other number formats: "61.848" is 61,848 in German. */
      readonly others: readonly number[];
      /** Letters that follow without a space, such as a unit. */
      readonly suffix: string;
    }
  | { readonly kind: 'unreadable'; readonly why: string };

const STRICT = /^(\d{1,3}(?:([,'’\u00a0\u2009\u202f])\d{3})(?:\2\d{3})*|\d+)?(\.\d+)?(?:[eE]([+-]?\d{1,4}))?([\p{L}µ]*)$/u;
const DECIMAL_COMMA = /^\d{1,3}(?:\.\d{3})*,\d+$|^\d+,\d+$/;
const DOT_GROUP = /^\d{1,3}\.\d{3}$/;
const COMMA_GROUP = /^\d{1,3},\d{3}$/;

const MULTIPLIERS: Readonly<Record<string, number>> = {
  k: 1e3,
  K: 1e3,
  M: 1e6,
  mn: 1e6,
  B: 1e9,
  bn: 1e9,
  T: 1e12,
  tn: 1e12,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

/** The multiplier of a suffix or word; null if it is not a multiplier. */
export const multiplierOf = (word: string): number | null =>
  Object.hasOwn(MULTIPLIERS, word) ? (MULTIPLIERS[word] as number) : null;

const unreadable = (why: string): NumberReading => ({ kind: 'unreadable', why });

/**
 * Reads a run of characters with a digit in it. English formats only: decimal point; groups by comma, apostrophe or thin space.
 */
export function readNumber(run: string): NumberReading {
  const found = STRICT.exec(run);
  if (found === null || (found[1] === undefined && found[3] === undefined))
    return unreadable(
      DECIMAL_COMMA.test(run)
        ? 'a decimal comma is not read; write a decimal point'
        : 'not readable as one number; write digits with a decimal point',
    );
  const [, whole = '0', , fraction = '', , letters = ''] = found;
  const plainWhole = whole.replaceAll(/[^\d]/g, '');
  if (/^0\d/.test(plainWhole)) return unreadable('it has leading zeros; remove them');
  if (found[4] !== undefined) return unreadable('an exponent is not read; write the digits');
  const multiplier = multiplierOf(letters);
  const value = Number(`${plainWhole}${fraction}`) * (multiplier ?? 1);
  if (!Number.isFinite(value)) return unreadable('too large for a float64');
  if (!isExact(`${plainWhole}${fraction}`, Number(`${plainWhole}${fraction}`)))
    return unreadable('more digits than a float64 holds exactly; shorten it');
  const scale = multiplier ?? 1;
  const decimals = Math.max(0, fraction.length - 1);
  const step = scale / 10 ** decimals;
  const significant = `${plainWhole}${fraction.slice(1)}`.replace(/^0+/, '');
  const zeros = fraction === '' ? (/0*$/.exec(significant)?.[0].length ?? 0) : 0;
  return {
    kind: 'number',
    value,
    step,
    digits: significant.length,
    coarseStep: step * 10 ** Math.min(zeros, Math.max(0, significant.length - 1)),
    others: otherReadings(run),
    suffix: multiplier === null ? letters : '',
  };
}

function otherReadings(run: string): readonly number[] {
  if (DOT_GROUP.test(run)) return [Number(run.replace('.', ''))];
  if (COMMA_GROUP.test(run)) return [Number(run.replace(',', '.'))];
  return [];
}
