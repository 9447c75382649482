import type { Venue, VenueId } from '../core/index.ts';
import { binanceSpot } from './binance-spot/index.ts';
import { binanceUsdm } from './binance-usdm/index.ts';
import { VENUE_IDS } from './ids.ts';
import { krakenSpot } from './kraken-spot/index.ts';

export { VENUE_IDS } from './ids.ts';

const VENUES: Readonly<Record<(typeof VENUE_IDS)[number], Venue>> = {
  'binance-spot': binanceSpot,
  'kraken-spot': krakenSpot,
  'binance-usdm': binanceUsdm,
};

/** Every venue, in the order in which they are tried if the user names none. */
export const venues: ReadonlyMap<VenueId, Venue> = new Map(VENUE_IDS.map((id) => [id, VENUES[id]]));

/** A venue by an id that this build surely has. */
export const knownVenue = (id: (typeof VENUE_IDS)[number]): Venue => VENUES[id];

export const venueById = (id: VenueId): Venue | undefined => venues.get(id);
