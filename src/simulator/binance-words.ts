import { US_PER_MINUTE, US_PER_MS, type Micros } from '../core/index.ts';
import { printSize, printUnits, type Listing } from './listing.ts';
import type { TapeCandle, TapeTrade } from './tape.ts';
import type { TradedInstrument } from './protocol.ts';

/** Spot prints every price, size and volume with eight decimals, USD-M with the contract's decimals; both in quotes. */
const DIGITS = 8;
const digitsOf = ({ prints }: Listing, own: number): number => (prints === 'own' ? own : DIGITS);

export const price = (listing: Listing, tick: number): string =>
  `"${printUnits(tick, listing.priceScale, digitsOf(listing, listing.priceScale + listing.finer))}"`;
export const size = (listing: Listing, lots: number): string =>
  `"${printSize(listing, lots, digitsOf(listing, listing.sizeScale))}"`;
export const turnover = (listing: Listing, tickLots: number): string =>
  `"${printUnits(tickLots, listing.priceScale + listing.sizeScale, digitsOf(listing, listing.priceScale + listing.sizeScale))}"`;

export const millis = (at: Micros): number => Math.floor(at / US_PER_MS);

/** `[["price","size"],…]`. */
export const levels = (listing: Listing, rows: readonly (readonly [number, number])[]): string =>
  `[${rows.map(([tick, lots]) => `[${price(listing, tick)},${size(listing, lots)}]`).join(',')}]`;

/** Matches prices and sizes in frames. */
export const SPOT_NUMBERS = /"(\d+\.\d{8})"/g;

/** The figures of a 24-hour ticker, as printed text. */
export function dayFigures({ listing, market, tape }: TradedInstrument, now: Micros, day: TapeCandle) {
  const last = tape.latest(1)[0] as TapeTrade;
  const change = day.close - day.open;
  return {
    change: price(listing, change),
    percent: `"${((change / day.open) * 100).toFixed(3)}"`,
    average: price(listing, Math.round(day.quote / Math.max(1, day.lots))),
    open: price(listing, day.open),
    high: price(listing, day.high),
    low: price(listing, day.low),
    last: price(listing, last.tick),
    lastSize: size(listing, last.lots),
    bid: price(listing, market.bids.tickAt(0)),
    bidSize: size(listing, market.bids.lotsAt(0)),
    ask: price(listing, market.asks.tickAt(0)),
    askSize: size(listing, market.asks.lotsAt(0)),
    volume: size(listing, day.lots),
    turnover: turnover(listing, day.quote),
    openMs: millis(day.start),
    closeMs: millis(now),
    firstId: day.firstId,
    lastId: day.lastId,
    count: day.trades,
  };
}

/** One row of `/api/v3/klines`. */
export const klineRow = (listing: Listing, candle: TapeCandle, spanUs: Micros = US_PER_MINUTE): string => {
  const prices = [candle.open, candle.high, candle.low, candle.close].map((tick) => price(listing, tick)).join(',');
  const bought = `${size(listing, candle.buyLots)},${turnover(listing, candle.buyQuote)}`;
  const closes = millis(candle.start + spanUs) - 1;
  const volume = `${size(listing, candle.lots)},${closes},${turnover(listing, candle.quote)},${candle.trades}`;
  return `[${millis(candle.start)},${prices},${volume},${bought},"0"]`;
};

/** One row of `/api/v3/trades`. */
export const tradeRow = (listing: Listing, trade: TapeTrade): string =>
  `{"id":${trade.id},"price":${price(listing, trade.tick)},"qty":${size(listing, trade.lots)},` +
  `"quoteQty":${turnover(listing, trade.tick * trade.lots)},"time":${millis(trade.at)},` +
  `"isBuyerMaker":${trade.side === 'sell'},"isBestMatch":true}`;
