import { isAtScale, type Instrument, type Levels } from '../../core/index.ts';

/** Decimals taken for granted until a definition says better: those that spot venues print. */
const SCALE_WITHOUT_DEFINITION = 8;

/** An instrument for input that comes without definitions; its scale is that of the digits seen. */
export const undefinedInstrument = (venue: string, symbol: string): Instrument => ({
  id: `${venue}:${symbol}`,
  venue,
  symbol,
  kind: 'spot',
  base: '',
  quote: '',
  priceScale: SCALE_WITHOUT_DEFINITION,
  sizeScale: SCALE_WITHOUT_DEFINITION,
  tick: null,
  lot: null,
  status: 'unknown',
  scaleFrom: 'digits',
});

/** What is wrong with these levels for this instrument; null when nothing is. */
export function badLevels(levels: Levels, instrument: Instrument): string | null {
  for (let i = 0; i < levels.length; i += 2) {
    const price = levels[i] as number;
    const size = levels[i + 1] as number;
    if (!(price > 0) || !isAtScale(price, instrument.priceScale)) return `price ${price} at scale ${instrument.priceScale}`;
    if (!(size >= 0) || !isAtScale(size, instrument.sizeScale)) return `size ${size} at scale ${instrument.sizeScale}`;
  }
  return null;
}

/** What is wrong with a positive price and size; null when nothing is. */
export function badPrint(price: number, size: number, instrument: Instrument): string | null {
  if (!(price > 0) || !isAtScale(price, instrument.priceScale)) return `price ${price} at scale ${instrument.priceScale}`;
  if (!(size > 0) || !isAtScale(size, instrument.sizeScale)) return `size ${size} at scale ${instrument.sizeScale}`;
  return null;
}
