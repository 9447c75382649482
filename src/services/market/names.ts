import { symbolKey, type Instrument, type Venue, type VenueId } from '../../core/index.ts';

/** Names of an instrument: its symbol, base plus quote, and Kraken's old XBT for BTC. */
export function keysOf(symbol: string, instrument: Instrument | null): string[] {
  const keys = [symbolKey(symbol)];
  if (instrument !== null && instrument.base !== '') keys.push(symbolKey(instrument.base + instrument.quote));
  return keys.flatMap((key) => [key, key.replace(/^BTC/, 'XBT')]);
}

/** The key of a requested symbol, with or without a venue prefix. */
export const askedKey = (symbol: string): string => symbolKey(symbol.slice(symbol.indexOf(':') + 1));

/** Whether a venue is the requested one, by id or brief name; true for every venue if none was requested. */
export const isAskedVenue = (id: VenueId, venue: Venue | undefined, asked: string | undefined): boolean =>
  asked === undefined || id === asked || venue?.card.briefName.toUpperCase() === asked.toUpperCase();
