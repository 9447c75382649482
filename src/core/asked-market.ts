import type { VenueId } from './instrument.ts';
import type { Venue } from './venue.ts';

/** An instrument as it was asked for: its symbol, with its venue before it (`kraken-spot:BTC/USD`), beside it, or neither. */
export interface AskedMarket {
  readonly symbol: string;
  readonly venue?: string | undefined;
}

/** A symbol without its venue, and the names given for the venue. Where there are two, both have to mean the same one. */
export interface SplitMarket {
  readonly symbol: string;
  readonly venues: readonly string[];
}

/** The names that a query gives for its venue: one or none. */
export const venueNames = ({ venue }: Pick<AskedMarket, 'venue'>): readonly string[] => (venue === undefined ? [] : [venue]);

/** Takes the venue before a symbol, if there is one, out of the symbol. */
export function splitVenue({ symbol, venue }: AskedMarket): SplitMarket {
  const beside = venueNames({ venue });
  const colon = symbol.indexOf(':');
  return colon <= 0
    ? { symbol, venues: beside }
    : { symbol: symbol.slice(colon + 1), venues: [...beside, symbol.slice(0, colon)] };
}

/** Whether each given name means this venue: its id, or the name that adapters have for it. Without a name, any venue is meant. */
export const isAskedVenue = (id: VenueId, venue: Venue | undefined, names: readonly string[]): boolean =>
  names.every((name) => id === name.toLowerCase() || venue?.card.briefName.toUpperCase() === name.toUpperCase());
