import { badSimulation } from './errors.ts';

export type SimulatedVenue = 'binance-spot' | 'kraken-spot' | 'binance-usdm';

/** An instrument of a simulated venue. A tick is 10^-priceScale, a lot 10^-sizeScale. */
export interface Listing {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly priceScale: number;
  readonly sizeScale: number;
  /** Opening price, in ticks. */
  readonly openTick: number;
  /** Multiplies sizes, because cheap coins trade in billions. */
  readonly bulk: bigint;
  /** Decimals in messages: always eight, or those of the listing. */
  readonly prints: 'eight' | 'own';
  /** Additional price decimals since the start; the exchange prints and defines them. */
  finer: number;
}

/** Rough prices in US dollars, so that a simulated market has a familiar size. */
const DOLLARS: Readonly<Record<string, number>> = {
  BTC: 61_837.6,
  ETH: 2_680.4,
  BNB: 512.3,
  SOL: 148.27,
  XRP: 0.5812,
  ADA: 0.3391,
  DOGE: 0.1043,
  AVAX: 22.71,
  LINK: 10.34,
  DOT: 4.712,
  LTC: 60.18,
  EUR: 1.0917,
  GBP: 1.2744,
  LUNC: 0.000_061_2,
  PEPE: 0.000_011_4,
  SHIB: 0.000_017_3,
};
/** Makes sizes too large for a float64 to keep eight decimals. */
const BULK = 97n;
const BULKY = new Set(['LUNC', 'PEPE', 'SHIB']);
const DOLLAR_LIKE = new Set(['USD', 'USDT', 'USDC', 'FDUSD', 'TUSD', 'DAI']);
const BINANCE_QUOTES = ['FDUSD', 'USDT', 'USDC', 'TUSD', 'BTC', 'ETH', 'BNB', 'EUR', 'DAI'];
/** The venues' price decimals for the most traded assets. */
const PRICE_SCALES: Readonly<Record<string, number>> = {
  'binance-spot:BTC': 2,
  'binance-spot:ETH': 2,
  'kraken-spot:BTC': 1,
  'kraken-spot:ETH': 2,
  'binance-usdm:BTC': 1,
  'binance-usdm:ETH': 2,
};
const SIZE_SCALE = { 'binance-spot': 5, 'kraken-spot': 8, 'binance-usdm': 3 } as const;

export const DEFAULT_SYMBOLS = {
  'binance-spot': ['BTCUSDT', 'ETHUSDT'],
  'kraken-spot': ['BTC/USD', 'ETH/USD'],
  'binance-usdm': ['BTCUSDT', 'ETHUSDT'],
} as const;

const JOINED = `Write base and quote in capitals, such as BTCUSDT; quotes are ${BINANCE_QUOTES.join(', ')}`;
const FORMS: Readonly<Record<SimulatedVenue, string>> = {
  'binance-spot': JOINED,
  'binance-usdm': JOINED,
  'kraken-spot': 'Write base and quote in capitals with a slash between them, such as BTC/USD',
};

/** An asset's price in dollars. Unknown assets get a fixed price between 1 and 2. */
const dollarsOf = (asset: string): number => {
  if (DOLLAR_LIKE.has(asset)) return 1;
  let sum = 0;
  for (const char of asset) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9_973;
  return DOLLARS[asset] ?? 1 + sum / 9_973;
};

function split(venue: SimulatedVenue, symbol: string): readonly [string, string] | null {
  if (venue === 'kraken-spot') {
    const match = /^([A-Z0-9]{2,10})\/([A-Z0-9]{2,6})$/.exec(symbol);
    return match ? [match[1] as string, match[2] as string] : null;
  }
  if (!/^[A-Z0-9]{5,20}$/.test(symbol)) return null;
  const quote = BINANCE_QUOTES.find((end) => symbol.endsWith(end) && symbol.length - end.length >= 2);
  return quote === undefined ? null : [symbol.slice(0, -quote.length), quote];
}

/** The listing of a native symbol. Throws a coded error for other text. */
export function listingOf(venue: SimulatedVenue, symbol: string): Listing {
  const pair = split(venue, symbol);
  if (pair === null) throw badSimulation({ problem: `"${symbol}" is not a symbol as ${venue} writes it. ${FORMS[venue]}` });
  const [base, quote] = pair;
  const price = dollarsOf(base) / dollarsOf(quote);
  const usual = DOLLAR_LIKE.has(quote) ? PRICE_SCALES[`${venue}:${base}`] : undefined;
  const priceScale = usual ?? Math.min(8, Math.max(0, Math.ceil(5 - Math.log10(price))));
  return {
    symbol,
    base,
    quote,
    priceScale,
    sizeScale: SIZE_SCALE[venue],
    openTick: Math.max(1_000, Math.round(price * 10 ** priceScale)),
    prints: venue === 'binance-usdm' ? 'own' : 'eight',
    bulk: BULKY.has(base) ? BULK : 1n,
    finer: 0,
  };
}

/** Prints a size in lots with `digits` decimals. */
export function printSize({ sizeScale, bulk }: Listing, lots: number, digits: number): string {
  if (bulk === 1n) return printUnits(lots, sizeScale, digits);
  const text = String(BigInt(lots) * bulk).padStart(sizeScale + 1, '0');
  const part = text.slice(-sizeScale).padEnd(digits, '0').slice(0, digits);
  return digits === 0 ? text.slice(0, -sizeScale) : `${text.slice(0, -sizeScale)}.${part}`;
}

/** Prints whole units at `scale` with `digits` decimals. */
export const printUnits = (units: number, scale: number, digits: number): string => (units / 10 ** scale).toFixed(digits);
