import type { Venue, VenueId } from '../core/index.ts';
import { binanceSpot } from './binance-spot/index.ts';
import { krakenSpot } from './kraken-spot/index.ts';

/** Every venue, in the order in which a start without a wish tries them. */
export const venues: ReadonlyMap<VenueId, Venue> = new Map([binanceSpot, krakenSpot].map((venue) => [venue.card.id, venue]));

export const venueById = (id: VenueId): Venue | undefined => venues.get(id);
