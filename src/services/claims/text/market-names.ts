/** Names of assets in texts, besides their tickers. */
const COINS: Readonly<Record<string, string>> = {
  bitcoin: 'BTC',
  xbt: 'BTC',
  ether: 'ETH',
  ethereum: 'ETH',
  solana: 'SOL',
  ripple: 'XRP',
  dogecoin: 'DOGE',
  cardano: 'ADA',
  litecoin: 'LTC',
  polkadot: 'DOT',
  chainlink: 'LINK',
  avalanche: 'AVAX',
  tether: 'USDT',
  dollar: 'USD',
  dollars: 'USD',
  euro: 'EUR',
  euros: 'EUR',
};
/** Quote currencies that are also base currencies, so their name is ambiguous. */
export const BOTH_SIDES: ReadonlySet<string> = new Set(['BTC', 'ETH', 'BNB']);
const QUOTES = ['FDUSD', 'USDT', 'USDC', 'TUSD', 'BUSD', 'USD', 'EUR', 'GBP', 'JPY', 'TRY', 'BRL', ...BOTH_SIDES];
/** Currencies that a text may name; only the market's own are units of its figures. */
export const CURRENCIES: ReadonlySet<string> = new Set([
  ...QUOTES,
  'CHF',
  'AUD',
  'CAD',
  'CNY',
  'KRW',
  'INR',
  'RUB',
  'PLN',
  'DAI',
]);
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  // Venues use the dollar sign for dollar-pegged coins too.
  $: ['USD', 'USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD'],
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['JPY'],
  '₿': ['BTC'],
};

/** An instrument, with its names as in answers. */
export interface Market {
  readonly symbol: string;
  readonly venue: string;
  readonly base: string | null;
  readonly quote: string | null;
}

/** Splits a venue's symbol into base and quote; null if it has neither a separator nor a known quote. */
export function marketOf(symbol: string, venue: string): Market {
  const parts = symbol.toUpperCase().split(/[/_-]/);
  if (parts.length === 2) return { symbol, venue, base: ticker(parts[0] as string), quote: ticker(parts[1] as string) };
  const plain = symbol.toUpperCase();
  const quote = QUOTES.find((known) => plain.endsWith(known) && plain.length > known.length) ?? null;
  return { symbol, venue, base: quote === null ? null : ticker(plain.slice(0, -quote.length)), quote };
}

const OLD_CODES: ReadonlyMap<string, string> = new Map([
  ['XBT', 'BTC'],
  ['XDG', 'DOGE'],
]);

const ticker = (name: string): string => OLD_CODES.get(name) ?? name;

/** The ticker that a word stands for. */
export function assetOf(word: string): string {
  const lower = word.toLowerCase();
  return Object.hasOwn(COINS, lower) ? (COINS[lower] as string) : word.toUpperCase();
}

/** Whether a sign such as `$` may stand for an asset. */
export const signMeans = (sign: string, asset: string): boolean => (SIGNS[sign] ?? []).includes(asset);

/** Letters and digits only: `btc/usd`, `BTC-USD` and `BTCUSD` are one. */
export const plainSymbol = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
