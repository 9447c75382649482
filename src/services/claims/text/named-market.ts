import type { Cursor } from './cursor.ts';
import { assetOf, CURRENCIES, plainSymbol, type Market } from './market-names.ts';

/** An instrument, an asset or a venue that a text names; the other two are null. */
export interface MarketName {
  readonly asset: string | null;
  readonly symbol: string | null;
  readonly venue: string | null;
  /** "Binance's BTC volume", "Binance net flow": it may mean the venue's total over all its markets. */
  readonly owner?: true;
}

/** Venues that a text may name without an answer about them. */
const VENUES: ReadonlySet<string> = new Set(
  'binance kraken coinbase okx bybit bitfinex bitstamp gemini kucoin huobi htx gateio mexc bitmex deribit dydx hyperliquid upbit bithumb cme cboe nasdaq kalshi polymarket uniswap'.split(
    ' ',
  ),
);

const bare = (word: string): string => word.replace(/['’]s$/i, '');
const isTicker = (word: string): boolean => /^[A-Z0-9]{2,10}$/.test(word);
const NOTHING: MarketName = { asset: null, symbol: null, venue: null };
/** Minimum length of a symbol, because shorter symbols are also ordinary words. */
const LEAST_SYMBOL = 5;

/** The market whose name starts at this word, and the number of further tokens in the name. */
export function marketAt(
  cursor: Cursor,
  index: number,
  markets: readonly Market[],
): { readonly name: MarketName; readonly more: number } | null {
  const own = bare(cursor.raw(index));
  const joined = ['/', '-', '_'].includes(cursor.mark(index + 1)) && cursor.touches(index) && cursor.touches(index + 1);
  const second = joined ? bare(cursor.raw(index + 2)) : '';
  if (second !== '') {
    const pair = plainSymbol(own + second);
    const isPair = markets.some(({ symbol }) => plainSymbol(symbol) === pair) || (isTicker(own) && CURRENCIES.has(second));
    if (isPair) return { name: { ...NOTHING, symbol: pair }, more: 2 };
    const venue = `${own}-${second}`.toLowerCase();
    if (markets.some((market) => market.venue === venue)) return { name: { ...NOTHING, venue }, more: 2 };
  }
  const plain = plainSymbol(own);
  const known = plain.length >= LEAST_SYMBOL && markets.some(({ symbol }) => plainSymbol(symbol) === plain);
  const ends = isTicker(own) && [...CURRENCIES].some((quote) => own.length > quote.length + 1 && own.endsWith(quote));
  if (known || ends) return { name: { ...NOTHING, symbol: plain }, more: 0 };
  const venue = own.toLowerCase();
  if (VENUES.has(venue) || markets.some((market) => market.venue.split('-')[0] === venue))
    return {
      name: owns(cursor, index, markets) ? { ...NOTHING, venue, owner: true } : { ...NOTHING, venue },
      more: cursor.word(index + 1) === 'spot' ? 1 : 0,
    };
  const asset = assetOf(own);
  const isAsset = markets.some(({ base, quote }) => base === asset || quote === asset) || CURRENCIES.has(own);
  return isAsset ? { name: { ...NOTHING, asset }, more: 0 } : null;
}

const FLOWS = new Set(['net', 'flow', 'flows']);

/** Whether the next word belongs to the venue itself: a flow, or after "'s" anything except one of its markets. */
function owns(cursor: Cursor, index: number, markets: readonly Market[]): boolean {
  if (FLOWS.has(cursor.word(index + 1))) return true;
  const isPossessive = bare(cursor.raw(index)) !== cursor.raw(index);
  return isPossessive && marketAt(cursor, index + 1, markets)?.name.symbol == null;
}
