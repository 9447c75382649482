import {
  coinCodes,
  isAskedVenue,
  splitVenue,
  symbolKey,
  type AskedMarket,
  type InstrumentId,
  type VenueId,
} from '../../core/index.ts';
import { keysOf } from './names.ts';
import type { MarketSource } from './source.ts';

type Followed = Pick<MarketSource, 'state' | 'venue'>;

/** The venues that all names of a query mean, by id or adapter name, or all venues, in the order followed. */
export const venuesAsked = ({ state, venue: venueOf }: Followed, names: readonly string[]): VenueId[] =>
  [...state.feeds.keys()].filter((id) => isAskedVenue(id, venueOf(id), names));

/** A venue's symbol for a requested one in any spelling, or for a coin of one market; null if the feed doesn't have it. */
export function symbolMeant({ state }: Pick<MarketSource, 'state'>, venue: VenueId, asked: string): string | null {
  const symbols = state.feeds.get(venue)?.symbols;
  if (symbols === undefined) return null;
  if (symbols.has(asked)) return asked;
  const key = symbolKey(asked);
  for (const [symbol, { instrument }] of symbols) if (keysOf(symbol, instrument).includes(key)) return symbol;
  const codes = coinCodes(asked);
  const ofCoin = [...symbols.values()].filter(({ instrument }) => codes.includes(instrument?.base.toUpperCase() ?? ''));
  return ofCoin.length === 1 ? (ofCoin[0]?.symbol ?? null) : null;
}

/** The requested market, on the first venue that has it, in the order followed. */
export function findMarket(source: Followed, asked: AskedMarket): InstrumentId | null {
  const meant = splitVenue(asked);
  for (const venue of venuesAsked(source, meant.venues)) {
    const symbol = symbolMeant(source, venue, meant.symbol);
    if (symbol !== null) return `${venue}:${symbol}`;
  }
  return null;
}
