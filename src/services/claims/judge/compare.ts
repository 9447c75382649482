import type { Market } from '../text/market-names.ts';
import { signMeans } from '../text/market-names.ts';
import type { Figure } from '../text/reading.ts';
import { factorTo, type Unit } from '../text/units.ts';

/** `same`: equal in the only reading · `different`: in every reading · `doubtful`: it depends on the reading. */
export interface Comparison {
  readonly result: 'same' | 'different' | 'doubtful';
  readonly reason: string;
}

export interface Claimed {
  readonly figure: Figure;
  readonly unit: Unit;
  readonly signed: boolean;
  readonly direction: 'none' | 'plus' | 'minus' | 'both';
  readonly market: Market | null;
  /** The direction belongs to a movement, or to a name such as "net selling". */
  readonly moves: boolean;
  /** `unclear` if only the words name the field, so that a missing unit leaves the meaning open. */
  readonly bare: 'clear' | 'unclear';
}

/** Minimum number of significant digits of a rounded figure. */
const LEAST_DIGITS = 2;
/** Largest deviation of a rounded figure from the value, as a share of the value. */
const FARTHEST = 0.05;
/** Tolerance for the rounding errors of binary fractions. */
const SLACK = 1 + 1e-9;
/** Relative error of a value that was multiplied by a unit's factor. */
const FLOAT_ERROR = 1e-15;

/** Compares a figure, at its quoted precision, with the value of its field. */
export function compare(claimed: Claimed, value: number): Comparison {
  const { figure } = claimed;
  if (figure.reading.kind === 'unreadable') return { result: 'doubtful', reason: figure.reading.why };
  const factor = unitFactor(claimed);
  if (factor === 'unknown')
    return { result: 'doubtful', reason: `the unit is missing or cannot be converted; write it in ${unitName(claimed)}` };
  if (factor === 'other') return { result: 'different', reason: `wrong unit: the field is in ${unitName(claimed)}` };
  const sign = signOf(claimed);
  if (sign === 'unclear') return { result: 'doubtful', reason: 'sign and words conflict, as in "down -0.04 %"; keep one' };
  const read = (signs: readonly number[], size: number, step: number): Closeness =>
    best(signs.map((one) => closeness(one * size * factor, step * factor, figure.reading, value)));
  const { value: size, step, coarseStep, others } = figure.reading;
  const meant = read(sign.meant, size, step);
  if (sign.meant.length === 1 && meant === 'same') return { result: 'same', reason: '' };
  const also = best([
    meant,
    read(sign.possible, size, step),
    read(sign.possible, size, coarseStep),
    ...others.map((other) => read(sign.possible, other, 0.5)),
  ]);
  if (also === 'different') return { result: 'different', reason: '' };
  return {
    result: 'doubtful',
    reason:
      meant === 'few'
        ? 'rounded to one significant digit; quote at least two'
        : 'it matches in one reading only (sign, rounding or separator); quote it as the answer has it',
  };
}

type Closeness = 'same' | 'few' | 'different';

const best = (all: readonly Closeness[]): Closeness =>
  all.includes('same') ? 'same' : all.includes('few') ? 'few' : 'different';

function closeness(said: number, step: number, reading: Figure['reading'], value: number): Closeness {
  if (reading.kind === 'unreadable') return 'different';
  if (said === value) return 'same';
  const off = Math.abs(said - value);
  if (off > 0.5 * Math.abs(step) * SLACK + Math.abs(value) * FLOAT_ERROR) return 'different';
  if (reading.digits >= LEAST_DIGITS && off > FARTHEST * Math.abs(value)) return 'different';
  return reading.digits < LEAST_DIGITS ? 'few' : 'same';
}

/** Units that a bare number does not imply: "the spread is 0.0016" may be in a currency. */
const NAMED_UNITS: ReadonlySet<Unit> = new Set(['bps', 'percent', 'ms', 'seconds', 'bytes']);

/**
 * Factor that converts a figure to the field's unit. `other`: a different currency than the field's. `unknown`: a unit without
 * a conversion, or a missing unit.
 */
function unitFactor({ figure, unit, market, bare }: Claimed): number | 'unknown' | 'other' {
  const { unit: stated, scale, currency } = figure;
  if (stated === 'unknown') return 'unknown';
  if (currency !== null) {
    if (unit !== 'quote' || market?.quote == null) return 'unknown';
    if (stated !== null && !(stated.kind === 'asset' && stated.asset === market.quote)) return 'unknown';
    if (currency === market.quote || signMeans(currency, market.quote))
      return isPegged(currency, market.quote) ? 'unknown' : scale;
    return 'other';
  }
  if (stated === null) return bare === 'unclear' && NAMED_UNITS.has(unit) ? 'unknown' : scale;
  if (stated.kind !== 'asset') return factorTo(stated, unit, scale) ?? 'unknown';
  if (unit !== 'quote' && unit !== 'base') return 'unknown';
  const own = unit === 'quote' ? market?.quote : market?.base;
  if (own === stated.asset) return scale;
  if (own == null || (unit === 'quote' && isPegged('$', own) && signMeans('$', stated.asset))) return 'unknown';
  return 'other';
}

/** A dollar sign for a dollar-pegged coin: nearly the same value, but not exactly. */
const isPegged = (sign: string, asset: string): boolean => sign === '$' && asset !== 'USD' && signMeans('$', asset);

const UNIT_NAMES: Readonly<Partial<Record<Unit, string>>> = {
  per_second: '1/s',
  share: 'a share from 0 to 1',
  score: 'points of 100',
  count: 'a count',
  none: 'no unit',
};

const unitName = ({ unit, market }: Claimed): string =>
  unit === 'quote'
    ? (market?.quote ?? 'quote currency')
    : unit === 'base'
      ? (market?.base ?? 'base currency')
      : (UNIT_NAMES[unit] ?? unit);

interface Signs {
  readonly meant: readonly number[];
  readonly possible: readonly number[];
}

/** The signs that a figure may have, by its own sign and the words around it. */
function signOf({ figure: { sign, dashed }, signed, direction, moves }: Claimed): Signs | 'unclear' {
  const negative = sign === 'minus' || sign === 'dash';
  const own = negative ? -1 : 1;
  // Before an unsigned value, a minus may be a dash.
  if (!signed && sign === 'plus') return 'unclear';
  if (!signed) return { meant: [own], possible: negative ? [-1, 1] : [own] };
  if (direction === 'both' || dashed) return 'unclear';
  const possible = sign === 'dash' || sign === 'brackets' ? [-1, 1] : [own];
  if (direction === 'none') return { meant: sign === 'brackets' ? [-1, 1] : [own], possible };
  const said = direction === 'plus' ? 1 : -1;
  if (sign === 'none' || sign === 'brackets') return { meant: [said], possible: [said] };
  // "negative at -0.58" says it twice; "down -0.58" may be either.
  if (own === said && (!moves || said === 1)) return { meant: [said], possible: [said] };
  return { meant: [1, -1], possible: [1, -1] };
}
