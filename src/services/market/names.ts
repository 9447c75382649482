import { symbolKey, type Instrument, type Venue, type VenueId } from '../../core/index.ts';

/** Names people use for an instrument: its own, base and quote together, and Kraken's old XBT for BTC. */
export function keysOf(symbol: string, instrument: Instrument | null): string[] {
  const keys = [symbolKey(symbol)];
  if (instrument !== null && instrument.base !== '') keys.push(symbolKey(instrument.base + instrument.quote));
  return keys.flatMap((key) => [key, key.replace(/^BTC/, 'XBT')]);
}

/** The key of a symbol as it was asked for, with or without a venue before it. */
export const askedKey = (symbol: string): string => symbolKey(symbol.slice(symbol.indexOf(':') + 1));

/** Whether a venue is the one asked for, by its id or the brief's name for it; any is where none was named. */
export const isAskedVenue = (id: VenueId, venue: Venue | undefined, asked: string | undefined): boolean =>
  asked === undefined || id === asked || venue?.card.briefName.toUpperCase() === asked.toUpperCase();
