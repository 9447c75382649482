import type { VenueId } from './instrument.ts';
import type { Venue } from './venue.ts';

/** An instrument as requested. Its venue may be a prefix of the symbol (`kraken-spot:BTC/USD`), a separate field, or absent. */
export interface AskedMarket {
  readonly symbol: string;
  readonly venue?: string | undefined;
}

/** A symbol without its venue, and the names given for the venue. If there are two names, both must mean the same venue. */
export interface SplitMarket {
  readonly symbol: string;
  readonly venues: readonly string[];
}

/** The names that a query gives for its venue: one or none. */
export const venueNames = ({ venue }: Pick<AskedMarket, 'venue'>): readonly string[] => (venue === undefined ? [] : [venue]);

/** Splits the prefix of the venue, if there is one, off the symbol. */
export function splitVenue({ symbol, venue }: AskedMarket): SplitMarket {
  const beside = venueNames({ venue });
  const colon = symbol.indexOf(':');
  return colon <= 0
    ? { symbol, venues: beside }
    : { symbol: symbol.slice(colon + 1), venues: [...beside, symbol.slice(0, colon)] };
}

/** Whether each given name means this venue: its id, or the name that adapters have for it. Without a name, any venue is meant. */
export const isAskedVenue = (id: VenueId, venue: Venue | undefined, names: readonly string[]): boolean =>
  names.every(
    (name) => id === name.toLowerCase() || venue?.card.briefName.toUpperCase() === name.toUpperCase().replaceAll('-', '_'),
  );
