import { noneFollowed, notFollowed } from '../words/following.ts';
import type { MarketRow } from './store.ts';

type Named = Pick<MarketRow, 'symbol' | 'venue'>;

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * The market named in an address (`?symbol=ETHUSDT&venue=kraken-spot`), or the first market if none is named. If the named market
 * is not followed, the result is the reason.
 */
export function marketNamed<M extends Named>(markets: readonly M[], search: string): M | { readonly failure: string } {
  const wanted = new Map([...new URLSearchParams(search)].map(([name, value]) => [name.toLowerCase(), value.trim()]));
  // An empty value names nothing.
  const [symbol, venue] = [wanted.get('symbol') || null, wanted.get('venue') || null];
  const fits = (name: string | null, own: string) => name === null || plain(name) === plain(own);
  const named = markets.find((row) => fits(symbol, row.symbol) && fits(venue, row.venue));
  if (named !== undefined) return named;
  if (markets.length === 0) return { failure: noneFollowed({ symbol, venue }) };
  return { failure: `${notFollowed({ symbol, venue })} Or choose one:` };
}
