import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../core/index.ts';
import type { Publish } from './binance-stream.ts';
import * as words from './binance-words.ts';
import type { Hub } from './hub.ts';
import { every, type Floor, type TradedInstrument } from './protocol.ts';
import type { TapeCandle, TapeTrade } from './tape.ts';

const MARKS_MS = 1_000;
const CANDLES_MS = 1_000;
/** Decimals of mark prices and rates. */
const DIGITS = 8;
const FUNDING_US = 8 * 60 * US_PER_MINUTE;
/** Amplitude of the mark price's swing around the index, as a fraction, and its period. */
const PREMIUM = 0.000_4;
const PREMIUM_PERIOD_US = 47 * US_PER_MINUTE;
const INTEREST = 0.000_1;
/** One in this many trades is a liquidation. */
const LIQUIDATION_EVERY = 60;
/** The venue sends at most one liquidation per symbol in this time. */
const LIQUIDATION_PAUSE_US = US_PER_SECOND;
/** Initial open interest, in lots. */
const FIRST_OPEN_LOTS = 4_000_000;
/** One in this many trade ids is skipped, because an event outside the book used it. */
const HOLE_EVERY = 9;

/** The trade id in messages. Ids also count events outside the book, so trade ids have gaps. */
export const wireTradeId = (id: number): number => id + Math.floor(id / HOLE_EVERY);

interface DerivedOptions {
  readonly instrument: TradedInstrument;
  readonly floor: Floor;
  readonly hub: Hub;
  readonly publish: Publish;
}

/** Derived data that a futures venue publishes besides its orders. */
export interface Derived {
  traded(trade: TapeTrade): void;
  openLots(): number;
  readonly timers: readonly (() => void)[];
}

/** The mark price message of a market. The mark price equals the mid; the index is the mid without the premium. */
export function markText({ listing, market }: TradedInstrument, at: Micros): string {
  const mid = (market.bids.tickAt(0) + market.asks.tickAt(0)) / 2;
  return markedText(listing.symbol, mid / 10 ** listing.priceScale, at);
}

/** The mark price message of a symbol; `mid` in quote currency. */
export function markedText(symbol: string, mid: number, at: Micros): string {
  const { mark, index, rate } = markOf({ mid, at });
  const inQuote = (price: number) => `"${price.toFixed(DIGITS)}"`;
  const settles = words.millis((Math.floor(at / FUNDING_US) + 1) * FUNDING_US);
  return (
    `{"e":"markPriceUpdate","E":${words.millis(at)},"s":"${symbol}","p":${inQuote(mark)},"ap":${inQuote(mark)},` +
    `"P":${inQuote(mark)},"i":${inQuote(index)},"r":"${rate.toFixed(DIGITS)}","T":${settles},"st":1}`
  );
}

/** The last settlement time up to a given time, and earlier settlement times, newest first. */
export function* settlementsBefore(at: Micros): Generator<Micros, never, undefined> {
  for (let settled = Math.floor(at / FUNDING_US) * FUNDING_US; ; settled -= FUNDING_US) yield settled;
}

/** The rate that is settled at a time; the stream has announced the same rate. */
export const rateAt = (at: Micros): string => markOf({ mid: 1, at }).rate.toFixed(DIGITS);

function markOf({ mid, at }: { readonly mid: number; readonly at: Micros }) {
  const premium = PREMIUM * Math.sin((2 * Math.PI * at) / PREMIUM_PERIOD_US);
  return { mark: mid, index: mid / (1 + premium), rate: INTEREST + premium / 2 };
}

export function createDerived({ instrument, floor, hub, publish }: DerivedOptions): Derived {
  const { listing, tape } = instrument;
  const { symbol } = listing;
  const stream = symbol.toLowerCase();
  const data = { symbol, channel: 'derived' as const };
  const now = () => floor.wireTime(floor.clock.now());
  let open = FIRST_OPEN_LOTS;
  let liquidatedAt = 0;
  let candleOf: Micros | null = null;

  const mark = () => {
    const topic = `${stream}@markPrice@1s`;
    if (hub.on(topic).size > 0) publish(topic, { ...data, text: markText(instrument, now()) });
  };

  const candleText = (candle: TapeCandle, at: Micros, isClosed: boolean): string => {
    const start = words.millis(candle.start);
    const prices =
      `"o":${words.price(listing, candle.open)},"c":${words.price(listing, candle.close)},` +
      `"h":${words.price(listing, candle.high)},"l":${words.price(listing, candle.low)}`;
    const volumes =
      `"v":${words.size(listing, candle.lots)},"n":${candle.trades},"x":${isClosed},"q":${words.turnover(listing, candle.quote)},` +
      `"V":${words.size(listing, candle.buyLots)},"Q":${words.turnover(listing, candle.buyQuote)},"B":"0"`;
    return (
      `{"e":"kline","E":${words.millis(at)},"s":"${symbol}","k":{"t":${start},"T":${start + 59_999},"s":"${symbol}","i":"1m",` +
      `"f":${candle.firstId},"L":${candle.lastId},${prices},${volumes}}}`
    );
  };

  const candles = () => {
    const topic = `${stream}@kline_1m`;
    if (hub.on(topic).size === 0) return;
    const at = now();
    const [before, last] = tape.candles(at).slice(-2);
    if (before !== undefined && last !== undefined && candleOf === before.start)
      publish(topic, { ...data, text: candleText(before, at, true) });
    const newest = last ?? before;
    if (newest === undefined) return;
    candleOf = newest.start;
    publish(topic, { ...data, text: candleText(newest, at, false) });
  };

  const liquidate = (trade: TapeTrade) => {
    const topic = `${stream}@forceOrder`;
    if (trade.id % LIQUIDATION_EVERY !== 0 || trade.at < liquidatedAt + LIQUIDATION_PAUSE_US) return;
    liquidatedAt = trade.at;
    if (hub.on(topic).size === 0) return;
    const size = words.size(listing, trade.lots);
    // The limit price of a liquidation is worse than its fill price.
    const asked = Math.max(1, trade.tick + (trade.side === 'sell' ? -10 : 10));
    const order =
      `"s":"${symbol}","S":"${trade.side === 'sell' ? 'SELL' : 'BUY'}","o":"LIMIT","f":"IOC","q":${size},` +
      `"p":${words.price(listing, asked)},"ap":${words.price(listing, trade.tick)},"X":"FILLED","l":${size},"z":${size},` +
      `"T":${words.millis(trade.at)},"ps":"${symbol}","st":1`;
    publish(topic, { ...data, text: `{"e":"forceOrder","E":${words.millis(now())},"o":{${order}}}` });
  };

  return {
    traded(trade) {
      // Open interest rises for 2,000 trades, then falls for 2,000.
      const isOpening = Math.floor(trade.id / 2_000) % 2 === 0;
      open = Math.max(0, open + (isOpening ? trade.lots : -trade.lots));
      liquidate(trade);
    },
    openLots: () => open,
    timers: [every(floor.clock, MARKS_MS, MARKS_MS, mark), every(floor.clock, CANDLES_MS, CANDLES_MS, candles)],
  };
}
