import {
  noLongerFollowed,
  noneFollowed,
  notFollowed,
  repeatedParameters,
  severalOf,
  unreadParameters,
} from '../words/following.ts';
import type { MarketRow } from './store.ts';

type Named = Pick<MarketRow, 'symbol' | 'venue' | 'base'>;
type Market = Pick<MarketRow, 'symbol' | 'venue'>;

interface Address {
  readonly symbol: string | null;
  readonly venue: string | null;
  /** Names of parameters that the page does not read. */
  readonly unread: readonly string[];
  /** Names that stand more than once, with different values. */
  readonly repeated: readonly string[];
}

/** What an address names. An empty value names nothing. */
function readAddress(search: string): Address {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of new URLSearchParams(search)) {
    const all = values.get(name.toLowerCase()) ?? new Set();
    if (value.trim() !== '') values.set(name.toLowerCase(), all.add(value.trim()));
  }
  const one = (name: string): string | null => [...(values.get(name) ?? [])][0] ?? null;
  const names = [...values.keys()];
  return {
    symbol: one('symbol'),
    venue: one('venue'),
    unread: names.filter((name) => name !== 'symbol' && name !== 'venue'),
    repeated: names.filter((name) => (values.get(name)?.size ?? 0) > 1),
  };
}

/** The market to show, and what of the address was not read; or why none is shown, and the markets to choose from. */
export type Found<M> =
  | { readonly market: M; readonly note: string | null }
  | { readonly failure: string; readonly choices: readonly M[] };

/** The server's market for a name in any spelling (`btc`, `bitcoin`); null if it knows none, or several; `unfollowed`: it was followed. */
type Ask = (symbol: string, venue: string | null) => Promise<Market | 'unfollowed' | null>;

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const fits = (name: string | null, own: string): boolean => name === null || plain(name) === plain(own);

/**
 * The followed market that an address names (`?symbol=ETHUSDT&venue=kraken-spot`), or the first one if it names nothing. A name that is no
 * symbol is put to the server, which reads it as in any query.
 */
export async function marketNamed<M extends Named>(
  { markets, source }: { readonly markets: readonly M[]; readonly source: string },
  search: string,
  ask: Ask,
): Promise<Found<M>> {
  const { symbol, venue, unread: others, repeated } = readAddress(search);
  const refused = (failure: string, choices = markets): Found<M> => ({
    failure: choices.length === 0 ? failure : `${failure} Choose a market:`,
    choices,
  });
  if (markets.length === 0) {
    const isGone = symbol !== null && repeated.length === 0 && (await ask(symbol, venue)) === 'unfollowed';
    return refused((isGone ? noLongerFollowed : noneFollowed)({ symbol, venue }, source));
  }
  if (repeated.length > 0) return refused(repeatedParameters(repeated));
  const note = others.length === 0 ? null : unreadParameters(others);
  if (note !== null && symbol === null && venue === null) return refused(note);
  const listed = markets.find((row) => fits(symbol, row.symbol) && fits(venue, row.venue));
  if (listed !== undefined) return { market: listed, note };
  if (symbol === null) return refused(notFollowed({ symbol, venue }, source));
  const meant = await ask(symbol, venue);
  if (meant === 'unfollowed') return refused(noLongerFollowed({ symbol, venue }));
  const row = markets.find((one) => one.symbol === meant?.symbol && one.venue === meant.venue);
  if (row !== undefined) return { market: row, note };
  const ofCoin = markets.filter((one) => fits(symbol, one.base) && fits(venue, one.venue));
  return ofCoin.length > 1 ? refused(severalOf(symbol), ofCoin) : refused(notFollowed({ symbol, venue }, source));
}
