import type { Market } from '../text/market-names.ts';
import { signMeans } from '../text/market-names.ts';
import type { Figure } from '../text/reading.ts';
import { factorTo, type Unit } from '../text/units.ts';

/** `same` in its one reading · `different` in every reading · `doubtful` where it depends on the reading. */
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
  /** The direction is that of a movement, or of a name such as "net selling". */
  readonly moves: boolean;
}

/** Digits that a rounded figure keeps at least. */
const LEAST_DIGITS = 2;
/** How far a rounded figure may lie from the value, as a share of it. */
const FARTHEST = 0.05;
/** Binary fractions are off by a little from what their digits say. */
const SLACK = 1 + 1e-9;

/** Compares a figure, as exactly as it was quoted, with the value of the field that it is bound to. */
export function compare(claimed: Claimed, value: number): Comparison {
  const { figure } = claimed;
  if (figure.reading.kind === 'unreadable') return { result: 'doubtful', reason: figure.reading.why };
  const factor = unitFactor(claimed);
  if (factor === 'unknown') return { result: 'doubtful', reason: 'its unit is not read' };
  if (factor === 'other') return { result: 'different', reason: `its unit is not the field's (${unitName(claimed)})` };
  const sign = signOf(claimed);
  if (sign === 'unclear') return { result: 'doubtful', reason: 'its sign and its words can be read in two ways' };
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
    reason: meant === 'few' ? 'it is rounded to fewer than two digits' : 'it has this value in one of two readings',
  };
}

type Closeness = 'same' | 'few' | 'different';

const best = (all: readonly Closeness[]): Closeness =>
  all.includes('same') ? 'same' : all.includes('few') ? 'few' : 'different';

function closeness(said: number, step: number, reading: Figure['reading'], value: number): Closeness {
  if (reading.kind === 'unreadable') return 'different';
  if (said === value) return 'same';
  const off = Math.abs(said - value);
  if (off > 0.5 * Math.abs(step) * SLACK + Math.abs(value) * 1e-12) return 'different';
  if (off > FARTHEST * Math.abs(value))
    return reading.digits < LEAST_DIGITS && off <= 0.5 * Math.abs(value) ? 'few' : 'different';
  return reading.digits < LEAST_DIGITS ? 'few' : 'same';
}

/** What a figure is multiplied by to be in the field's unit. */
function unitFactor({ figure, unit, market }: Claimed): number | 'unknown' | 'other' {
  const { unit: stated, scale, currency } = figure;
  if (stated === 'unknown') return 'unknown';
  if (currency !== null) {
    const fits = unit === 'quote' && stated === null && isQuote(currency, market);
    if (!fits)
      return unit === 'quote' && stated?.kind === 'asset' && isQuote(currency, market) && stated.asset === market?.quote
        ? scale
        : doubtAsset(unit, market);
    return scale;
  }
  if (stated === null) return scale;
  if (stated.kind === 'asset') {
    const own = unit === 'quote' ? market?.quote : unit === 'base' ? market?.base : undefined;
    if (own === stated.asset) return scale;
    // Dollars of a dollar-pegged coin: near, and not the same.
    if (unit === 'quote' && market?.quote != null && signMeans('$', stated.asset) && signMeans('$', market.quote))
      return 'unknown';
    return own === null ? 'unknown' : 'other';
  }
  const factor = factorTo(stated, unit, scale);
  // A length of time beside another value is hardly meant as that value.
  if (factor === null && (stated.kind === 'seconds' || stated.kind === 'ms')) return 'unknown';
  return factor ?? 'other';
}

const isQuote = (currency: string, market: Market | null): boolean =>
  market?.quote != null && (signMeans(currency, market.quote) || currency === market.quote);

const doubtAsset = (unit: Unit, market: Market | null): 'unknown' | 'other' =>
  unit === 'quote' && market?.quote == null ? 'unknown' : 'other';

const unitName = ({ unit, market }: Claimed): string =>
  unit === 'quote' ? (market?.quote ?? 'quote currency') : unit === 'base' ? (market?.base ?? 'base currency') : unit;

interface Signs {
  readonly meant: readonly number[];
  readonly possible: readonly number[];
}

/** The signs that a figure may have, from its own and from the words around. */
function signOf({ figure: { sign }, signed, direction, moves }: Claimed): Signs | 'unclear' {
  const negative = sign === 'minus' || sign === 'dash';
  const own = negative ? -1 : 1;
  // Before a value that has no sign a minus may be a dash.
  if (!signed) return { meant: [own], possible: negative ? [-1, 1] : [own] };
  if (direction === 'both') return 'unclear';
  const possible = sign === 'dash' || sign === 'brackets' ? [-1, 1] : [own];
  if (direction === 'none') return { meant: sign === 'brackets' ? [-1, 1] : [own], possible };
  const said = direction === 'plus' ? 1 : -1;
  if (sign === 'none' || sign === 'brackets') return { meant: [said], possible: [said] };
  // "negative at -0.58" says it twice; "down -0.58" may be either.
  if (own === said && (!moves || said === 1)) return { meant: [said], possible: [said] };
  return { meant: [1, -1], possible: [1, -1] };
}
