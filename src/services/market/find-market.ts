import type { InstrumentId, VenueId } from '../../core/index.ts';
import { askedKey, isAskedVenue, keysOf } from './names.ts';
import type { MarketSource } from './source.ts';

export interface MarketQuery {
  readonly symbol: string;
  readonly venue?: string | undefined;
}

type Followed = Pick<MarketSource, 'state' | 'venue'>;

/** The venues of a question, in the order followed: the one that it names, by id or brief name, or all. */
export const venuesAsked = ({ state, venue: venueOf }: Followed, venue: string | undefined): VenueId[] =>
  [...state.feeds.keys()].filter((id) => isAskedVenue(id, venueOf(id), venue));

/** The symbol of a venue that is meant, in any spelling; null when the venue's feed has none. */
export function symbolMeant({ state }: Pick<MarketSource, 'state'>, venue: VenueId, asked: string): string | null {
  const symbols = state.feeds.get(venue)?.symbols;
  if (symbols === undefined) return null;
  if (symbols.has(asked)) return asked;
  const key = askedKey(asked);
  for (const [symbol, { instrument }] of symbols) if (keysOf(symbol, instrument).includes(key)) return symbol;
  return null;
}

/** The market that is meant: on the first venue, in the order followed, that has it. */
export function findMarket(source: Followed, query: MarketQuery): InstrumentId | null {
  for (const venue of venuesAsked(source, query.venue)) {
    const symbol = symbolMeant(source, venue, query.symbol);
    if (symbol !== null) return `${venue}:${symbol}`;
  }
  return null;
}
