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

/** Keys of the oldest pairs by REST: `XXBTZUSD`, `XETHXXBT`, and the pair of Tether. */
const OLD_KEY = /^X([A-Z]{3})(?:Z(USD|EUR|GBP|CAD|JPY|AUD)|X(XBT|ETH))$/;
const TETHER = /^(USDT)Z(USD)$/;

/** The two codes of an old key; null for other texts. */
function oldPair(text: string): string | null {
  const [, base, ...quotes] = OLD_KEY.exec(text) ?? TETHER.exec(text) ?? [];
  const quote = quotes.find((code) => code !== undefined);
  return base === undefined || quote === undefined ? null : `${base}/${quote}`;
}

/** A tokenized share, which the venue writes with a small x: `AAPLx/USD`. */
const SHARE = /^[A-Z0-9.]+x(?=[-_ :/]?[A-Z]{3,5}$)/;

/**
 * `btcusdt`, `XBT-USD` or `eth/eur` to the native form `BTC/USDT`; a text without a known quote currency is only upper-cased. The small
 * x of a tokenized share is kept as written, because many coins end with a capital X.
 */
export function nativeSymbol(text: string): string {
  const given = text.trim();
  const [share] = SHARE.exec(given) ?? [];
  const upper = given.toUpperCase().replace(/[-_ :]/g, '/');
  const native = splitPair(upper);
  return share !== undefined && native.startsWith(`${share.toUpperCase()}/`) ? share + native.slice(share.length) : native;
}

function splitPair(upper: string): string {
  if (upper.includes('/')) return fromWsName(upper);
  const quote = QUOTES.find((name) => upper.endsWith(name) && upper.length > name.length);
  const pair = oldPair(upper) ?? (quote === undefined ? upper : `${upper.slice(0, -quote.length)}/${quote}`);
  return fromWsName(pair);
}
