import type { InstrumentId, VenueId } from '../../core/index.ts';
import { askedKey, isAskedVenue, keysOf } from './names.ts';
import type { MarketSource } from './source.ts';

export interface MarketQuery {
  readonly symbol: string;
  readonly venue?: string | undefined;
}

type Followed = Pick<MarketSource, 'state' | 'venue'>;

/** The venue that a query names, by id or brief name, or all venues, in the order followed. */
export const venuesAsked = ({ state, venue: venueOf }: Followed, venue: string | undefined): VenueId[] =>
  [...state.feeds.keys()].filter((id) => isAskedVenue(id, venueOf(id), venue));

/** A venue's symbol for a requested one in any spelling; null if the feed doesn't have it. */
export function symbolMeant({ state }: Pick<MarketSource, 'state'>, venue: VenueId, asked: string): string | null {
  const symbols = state.feeds.get(venue)?.symbols;
  if (symbols === undefined) return null;
  if (symbols.has(asked)) return asked;
  const key = askedKey(asked);
  for (const [symbol, { instrument }] of symbols) if (keysOf(symbol, instrument).includes(key)) return symbol;
  return null;
}

/** The requested market, on the first venue that has it, in the order followed. */
export function findMarket(source: Followed, query: MarketQuery): InstrumentId | null {
  for (const venue of venuesAsked(source, query.venue)) {
    const symbol = symbolMeant(source, venue, query.symbol);
    if (symbol !== null) return `${venue}:${symbol}`;
  }
  return null;
}
