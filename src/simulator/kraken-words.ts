import { crc32 } from 'node:zlib';
import { US_PER_MS, US_PER_SECOND, type Micros } from '../core/index.ts';
import { printSize, printUnits, type Listing } from './listing.ts';
import type { SideLevels } from './side-levels.ts';
import type { TapeTrade } from './tape.ts';

const SIZE_DIGITS = 8;
const CHECKSUM_LEVELS = 10;

/** A JSON number with the pair's decimals. */
export const price = (listing: Listing, tick: number): string =>
  printUnits(tick, listing.priceScale, listing.priceScale + listing.finer);
export const size = (listing: Listing, lots: number): string => printSize(listing, lots, SIZE_DIGITS);

/** REST prints prices with five decimals, in quotes. */
export const restPrice = (listing: Listing, tick: number): string =>
  `"${printUnits(tick, listing.priceScale, Math.max(5, listing.priceScale + listing.finer))}"`;
export const restSize = (listing: Listing, lots: number, digits = SIZE_DIGITS): string => `"${printSize(listing, lots, digits)}"`;

/** RFC 3339, always with six decimals. */
export const stamp = (at: Micros): string =>
  `${new Date(Math.floor(at / US_PER_MS)).toISOString().slice(0, -1)}${String(at % US_PER_MS).padStart(3, '0')}Z`;

export const seconds = (at: Micros): number => Math.floor(at / US_PER_SECOND);

/** Match prices and sizes in frames, and in REST answers. */
export const NUMBERS = /"(?:price|qty)":(\d+(?:\.\d+)?)/g;
export const REST_NUMBERS = /"(\d+\.\d+)"/g;

const digitsOf = (text: string) => text.replace('.', '').replace(/^0+/, '');

/** CRC32 over the ten best asks, then bids: price then size, without the point and leading zeros. */
export function checksum(listing: Listing, bids: SideLevels, asks: SideLevels): number {
  let text = '';
  for (const side of [asks, bids]) {
    for (const [tick, lots] of side.top(CHECKSUM_LEVELS)) text += digitsOf(price(listing, tick)) + digitsOf(size(listing, lots));
  }
  return crc32(text);
}

export const levels = (listing: Listing, rows: readonly (readonly [number, number])[]): string =>
  `[${rows.map(([tick, lots]) => `{"price":${price(listing, tick)},"qty":${size(listing, lots)}}`).join(',')}]`;

export const tradeRow = (listing: Listing, trade: TapeTrade): string =>
  `{"symbol":"${listing.symbol}","side":"${trade.side}","price":${price(listing, trade.tick)},"qty":${size(listing, trade.lots)},` +
  `"ord_type":"${trade.id % 3 === 0 ? 'limit' : 'market'}","trade_id":${trade.id},"timestamp":"${stamp(trade.at)}"}`;

const LEGACY_ASSETS: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' };
const X_ASSETS = new Set(['XBT', 'ETH', 'XRP', 'LTC', 'XDG']);
const Z_ASSETS = new Set(['USD', 'EUR', 'GBP']);

/** The names of one pair in REST answers. */
export interface PairNames {
  readonly key: string;
  readonly altname: string;
  readonly wsname: string;
  readonly base: string;
  readonly quote: string;
}

export function pairNames({ base, quote }: Listing): PairNames {
  const [short, shortQuote] = [legacy(base), legacy(quote)];
  const [long, longQuote] = [longAsset(short), longAsset(shortQuote)];
  // Both assets need an old name, and as a quote only bitcoin has one among the coins: `XETHXXBT`, but `XRPETH`.
  const isOld = long !== short && (Z_ASSETS.has(quote) || shortQuote === 'XBT');
  const key = isOld ? `${long}${longQuote}` : `${short}${shortQuote}`;
  return { key, altname: `${short}${shortQuote}`, wsname: `${short}/${shortQuote}`, base: long, quote: longQuote };
}

/** Every name of a pair that REST accepts: its key, and each spelling of both assets with and without the slash. */
export function namesAccepted(listing: Listing): ReadonlySet<string> {
  const { base, quote } = listing;
  const pairs = [base, legacy(base)].flatMap((first) =>
    [quote, legacy(quote)].flatMap((second) => [`${first}${second}`, `${first}/${second}`]),
  );
  return new Set([pairNames(listing).key, ...pairs]);
}

const legacy = (asset: string): string => LEGACY_ASSETS[asset] ?? asset;

function longAsset(short: string): string {
  if (X_ASSETS.has(short)) return `X${short}`;
  return Z_ASSETS.has(short) ? `Z${short}` : short;
}
