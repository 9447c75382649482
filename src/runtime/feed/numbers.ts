import { EXACT_UNITS_MOST, isAtScale, pow10, scaleOf, type Instrument, type Levels } from '../../core/index.ts';
import { note, type Context } from './context.ts';
import { doubtDefinitions } from './doubt-definitions.ts';
import type { SymbolState } from './state.ts';

/** Decimals assumed without a definition; spot venues print this many. */
const SCALE_WITHOUT_DEFINITION = 8;
/** More decimals than this are floating-point noise, because no market has as many. */
const SCALE_MOST = 12;
/** Larger than any traded size; beyond it, sums lose whole units. */
export const NUMBER_MOST = 1e18;

/** An instrument for input without definitions; its scales are inferred from the digits received. */
export const undefinedInstrument = (venue: string, symbol: string): Instrument => ({
  id: `${venue}:${symbol}`,
  venue,
  symbol,
  kind: null,
  base: '',
  quote: '',
  priceScale: SCALE_WITHOUT_DEFINITION,
  sizeScale: SCALE_WITHOUT_DEFINITION,
  tick: null,
  lot: null,
  status: 'unknown',
  scaleFrom: 'digits',
  contract: null,
});

/** Whether a number fits the scale. Numbers with more digits than a float64 holds exactly also pass. */
const fits = (value: number, scale: number): boolean =>
  isAtScale(value, scale) || (value * pow10(scale) > EXACT_UNITS_MOST && value < NUMBER_MOST);

type Scale = 'priceScale' | 'sizeScale';

/**
 * Whether a number fits its instrument's decimals. If it has more, the definition is requested again, and a book without
 * a checksum takes the finer scale. A book with a checksum needs the new definition first.
 */
function hold(context: Context, symbol: SymbolState, value: number, key: Scale): boolean {
  const { instrument } = symbol;
  if (instrument === null) return false;
  if (fits(value, instrument[key])) return true;
  const needed = value < NUMBER_MOST ? scaleOf(value) : null;
  if (needed === null || needed > SCALE_MOST) return false;
  doubtDefinitions(context);
  const learns = context.venue.book.proof === 'sequence' || instrument.scaleFrom === 'digits';
  if (!learns) return false;
  symbol.instrument = { ...instrument, [key]: needed, version: (instrument.version ?? 1) + 1 };
  note(context.feed, `${symbol.symbol} has more decimals than defined: ${key} ${instrument[key]} to ${needed}`);
  return true;
}

const NO_DEFINITION = 'no instrument definition yet';

/** The fault of these levels; null if there is none. Additive sizes may be negative. */
export function badLevels(
  context: Context,
  symbol: SymbolState,
  levels: Levels,
  sizes: 'absolute' | 'additive' = 'absolute',
): string | null {
  if (symbol.instrument === null) return NO_DEFINITION;
  const { priceScale, sizeScale } = symbol.instrument;
  for (let i = 0; i < levels.length; i += 2) {
    const price = levels[i] as number;
    const size = levels[i + 1] as number;
    if (price > 0 && size >= 0 && isAtScale(price, priceScale) && isAtScale(size, sizeScale)) continue;
    if (!(price > 0) || !hold(context, symbol, price, 'priceScale'))
      return `price ${price} at scale ${symbol.instrument.priceScale}`;
    const amount = sizes === 'additive' ? Math.abs(size) : size;
    if (!(amount >= 0) || !hold(context, symbol, amount, 'sizeScale'))
      return `size ${size} at scale ${symbol.instrument.sizeScale}`;
  }
  return null;
}

/** Whether a price and a size are positive and fit the scales of a definition. */
export const isPlainPrint = ({ priceScale, sizeScale }: Instrument, price: number, size: number): boolean =>
  price > 0 && size > 0 && isAtScale(price, priceScale) && isAtScale(size, sizeScale);

/** The fault of a price and size that must be positive; null if there is none. */
export function badPrint(context: Context, symbol: SymbolState, price: number, size: number): string | null {
  if (symbol.instrument === null) return NO_DEFINITION;
  if (isPlainPrint(symbol.instrument, price, size)) return null;
  if (!(price > 0) || !hold(context, symbol, price, 'priceScale'))
    return `price ${price} at scale ${symbol.instrument.priceScale}`;
  if (!(size > 0) || !hold(context, symbol, size, 'sizeScale')) return `size ${size} at scale ${symbol.instrument.sizeScale}`;
  return null;
}
