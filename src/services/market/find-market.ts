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

/** A market of which only the newest values are kept. */
interface LatestMarket {
  readonly venue: VenueId;
  readonly symbol: string;
}

/** The requested market among the markets that are not followed, on the first venue that has it; null if none has it. */
export function findRow(source: Followed, asked: AskedMarket): LatestMarket | null {
  const meant = splitVenue(asked);
  const key = symbolKey(meant.symbol);
  for (const venue of venuesAsked(source, meant.venues)) {
    const rows = source.state.feeds.get(venue)?.latest?.rows;
    if (rows === undefined) continue;
    if (rows.has(meant.symbol)) return { venue, symbol: meant.symbol };
    if (key === '') continue;
    for (const symbol of rows.keys()) if (symbolKey(symbol) === key) return { venue, symbol };
  }
  return null;
}

/** Names of the markets of some venues of which only the newest values are kept. */
export const latestNames = ({ state }: Pick<MarketSource, 'state'>, venues: readonly VenueId[]): readonly string[] =>
  venues.flatMap((venue) => [...(state.feeds.get(venue)?.latest?.rows.keys() ?? [])]);
