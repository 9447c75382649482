/**
 * REST and version 1 of the streams use Kraken's own codes for two assets. Version 2 of the streams uses the common codes, as
 * users do. The native symbol here is that of version 2: `BTC/USD`.
 */
const COMMON: ReadonlyMap<string, string> = new Map([
  ['XBT', 'BTC'],
  ['XDG', 'DOGE'],
]);
const OWN: ReadonlyMap<string, string> = new Map([...COMMON].map(([own, common]) => [common, own]));

const eachPart = (pair: string, names: ReadonlyMap<string, string>): string[] =>
  pair.split('/').map((part) => names.get(part) ?? part);

/** `XBT/USD`, the `wsname` of REST, to `BTC/USD`. */
export const fromWsName = (wsName: string): string => eachPart(wsName, COMMON).join('/');

/** `BTC/USD` to `XBTUSD`, the name that every REST endpoint accepts. */
export const restPair = (symbol: string): string => eachPart(symbol, OWN).join('');

/** Currencies that pairs are quoted in, longest first so that `USDT` is not read as `USD`. */
const QUOTES = [
  'PYUSD',
  'USDT',
  'USDC',
  'EURT',
  'USD',
  'EUR',
  'GBP',
  'CAD',
  'AUD',
  'CHF',
  'JPY',
  'XBT',
  'BTC',
  'ETH',
  'DAI',
  'SOL',
  'DOT',
];

/** `btcusdt`, `XBT-USD` or `eth/eur` to the native form `BTC/USDT`; a text without a known quote currency is only upper-cased. */
export function nativeSymbol(text: string): string {
  const upper = text
    .trim()
    .toUpperCase()
    .replace(/[-_ :]/g, '/');
  if (upper.includes('/')) return fromWsName(upper);
  const quote = QUOTES.find((name) => upper.endsWith(name) && upper.length > name.length);
  return quote === undefined ? upper : fromWsName(`${upper.slice(0, -quote.length)}/${quote}`);
}
