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

/** A venue's symbol for a requested one in any spelling; null if the feed doesn't have it. */
export function symbolMeant({ state }: Pick<MarketSource, 'state'>, venue: VenueId, asked: string): string | null {
  const symbols = state.feeds.get(venue)?.symbols;
  if (symbols === undefined) return null;
  if (symbols.has(asked)) return asked;
  const key = symbolKey(asked);
  for (const [symbol, { instrument }] of symbols) if (keysOf(symbol, instrument).includes(key)) return symbol;
  return null;
}

/** Whether two names were given for the venue, of two followed venues. */
export const isConflict = (source: Followed, names: readonly string[]): boolean =>
  names.length > 1 && venuesAsked(source, names).length === 0 && names.every((name) => venuesAsked(source, [name]).length > 0);

/** Whether the venue said that it has no such symbol, although it is to be followed. */
export const isUnknown = ({ state }: Pick<MarketSource, 'state'>, venue: VenueId, symbol: string): boolean =>
  state.feeds.get(venue)?.symbols.get(symbol)?.unknown === true;

/** Currencies in which people expect the price of a coin. */
const DOLLARS: ReadonlySet<string> = new Set(['USD', 'USDT', 'USDC', 'FDUSD', 'USDE', 'DAI']);

/**
 * The markets of a coin (`BTC`, `bitcoin`) among those followed on some venues: spot or perpetual, priced in dollars. Null while a followed
 * market has no definition, because it could be one of them.
 */
export function marketsOfCoin(
  { state }: Pick<MarketSource, 'state'>,
  venues: readonly VenueId[],
  asked: string,
): readonly InstrumentId[] | null {
  const codes = coinCodes(asked);
  if (codes.length === 0) return [];
  const followed = venues.flatMap((venue) =>
    [...(state.feeds.get(venue)?.symbols.values() ?? [])]
      .filter(({ unknown }) => !unknown)
      .map(({ symbol, instrument }) => ({ venue, symbol, instrument })),
  );
  if (followed.some(({ instrument }) => instrument === null)) return null;
  return followed.flatMap(({ venue, symbol, instrument }): InstrumentId[] => {
    if (instrument === null || instrument.kind === 'future' || instrument.kind === 'option') return [];
    const { base, quote } = instrument;
    return codes.includes(base.toUpperCase()) && DOLLARS.has(quote.toUpperCase()) ? [`${venue}:${symbol}`] : [];
  });
}

/**
 * The requested market, on the first venue that has its symbol, in the order followed; else the one market of a coin; else a market that is
 * to be followed though its venue has no such symbol, so that the answer can say so.
 */
export function findMarket(source: Followed, asked: AskedMarket): InstrumentId | null {
  const meant = splitVenue(asked);
  const venues = venuesAsked(source, meant.venues);
  const found = venues.flatMap((venue) => {
    const symbol = symbolMeant(source, venue, meant.symbol);
    return symbol === null ? [] : [{ venue, symbol }];
  });
  const [first] = found;
  const known = found.find(({ venue, symbol }) => !isUnknown(source, venue, symbol));
  if (known !== undefined) return `${known.venue}:${known.symbol}`;
  const [coin, ...others] = marketsOfCoin(source, venues, meant.symbol) ?? [];
  if (coin !== undefined && others.length === 0) return coin;
  return first === undefined ? null : `${first.venue}:${first.symbol}`;
}

/** A market of which only the newest values are kept. */
interface LatestMarket {
  readonly venue: VenueId;
  readonly symbol: string;
}

/** The symbol of the market that a query of one venue means, as `findMarket` finds it; null if none is followed. */
export function followedSymbol(source: Followed, venue: VenueId, asked: string): string | null {
  const id = findMarket(source, { symbol: asked, venue });
  return id === null ? null : id.slice(venue.length + 1);
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
