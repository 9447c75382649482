import { US_PER_MS, type Clock, type HttpAnswer, type Micros, type SocketEvents, type Transport } from '../../src/core/index.ts';
import type { Instrument, Level, Market, Message } from './contract.ts';

export const SYMBOL = 'MARKETUSDT';
const STREAM = SYMBOL.toLowerCase();
const ROUND_TRIP_MS = 10;
/** Binance's most levels of a snapshot. */
const LEVELS_MOST = 5_000;

interface Reader {
  readonly url: string;
  readonly on: SocketEvents;
}

/** A generated market as Binance Spot sends it: `transport` is the venue; `play` takes the next message of the market. */
export interface SpotExchange {
  readonly transport: Transport;
  /** Sends one message of the market at its time. */
  play(message: Message): void;
}

const sorted = (side: ReadonlyMap<string, string>, sign: 1 | -1, most: number): Level[] =>
  [...side].sort(([a], [b]) => sign * (Number(a) - Number(b))).slice(0, Math.min(LEVELS_MOST, most));

function apply(side: Map<string, string>, levels: readonly Level[]): void {
  for (const [price, size] of levels) {
    if (Number(size) === 0) side.delete(price);
    else side.set(price, size);
  }
}

const answer = (body: string): HttpAnswer => ({ ok: true, status: 200, headers: {}, body });

function exchangeInfo({ tick, lot }: Instrument, millis: number): string {
  const filters = [
    { filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '1000000', tickSize: tick },
    { filterType: 'LOT_SIZE', minQty: lot, maxQty: '90000', stepSize: lot },
  ];
  const assets = { baseAsset: 'MARKET', baseAssetPrecision: 8, quoteAsset: 'USDT', quotePrecision: 8, quoteAssetPrecision: 8 };
  const symbols = [{ symbol: SYMBOL, status: 'TRADING', ...assets, filters }];
  return JSON.stringify({ timezone: 'UTC', serverTime: millis, rateLimits: [], exchangeFilters: [], symbols });
}

/** `start`: the market's time 0 on the clock. */
export function createSpotExchange(market: Market, clock: Clock, start: Micros): SpotExchange {
  const readers = new Set<Reader>();
  const bids = new Map<string, string>();
  const asks = new Map<string, string>();
  let [updateId, sentId, tradeId] = [1_000_000, 1_000_000, 5_000_000];
  const millis = () => Math.floor(clock.now() / US_PER_MS);

  const publish = (topic: string, data: object): void => {
    const listening = [...readers].filter(({ url }) => url.includes(`${STREAM}@${topic}`));
    if (listening.length === 0) return;
    const text = JSON.stringify({ stream: `${STREAM}@${topic}`, data });
    for (const { on } of listening) on.message(text);
  };

  const takeDepth = (b: readonly Level[], a: readonly Level[]): void => {
    apply(bids, b);
    apply(asks, a);
    const first = sentId + 1;
    sentId = ++updateId;
    publish('depth@100ms', { e: 'depthUpdate', E: millis(), s: SYMBOL, U: first, u: sentId, b, a });
  };

  const snapshot = (limit: number): string =>
    JSON.stringify({ lastUpdateId: sentId, bids: sorted(bids, -1, limit), asks: sorted(asks, 1, limit) });

  const body = ({ pathname, searchParams }: URL): string | null => {
    if (pathname === '/api/v3/exchangeInfo') return exchangeInfo(market.instrument, millis());
    if (pathname === '/api/v3/depth') return snapshot(Number(searchParams.get('limit') ?? 100));
    return null;
  };

  const transport: Transport = {
    connect(url, _headers, on) {
      const reader = { url, on };
      clock.after(ROUND_TRIP_MS, () => {
        readers.add(reader);
        on.open();
      });
      return {
        send() {},
        ping: () => clock.after(ROUND_TRIP_MS, () => on.pong()),
        terminate: () => readers.delete(reader),
      };
    },
    request({ url }, done) {
      clock.after(ROUND_TRIP_MS, () => {
        const text = body(new URL(url));
        done(text === null ? { ok: true, status: 404, headers: {}, body: '{}' } : answer(text));
      });
    },
  };

  const play = (message: Message): void => {
    switch (message.kind) {
      case 'snapshot':
        apply(bids, message.bids);
        apply(asks, message.asks);
        return;
      case 'depth':
        return takeDepth(message.bids, message.asks);
      case 'trade': {
        const { price, size, taker } = message;
        const time = { E: millis(), T: Math.floor((start + message.at * US_PER_MS) / US_PER_MS) };
        publish('trade', { e: 'trade', s: SYMBOL, t: ++tradeId, p: price, q: size, m: taker === 'sell', M: true, ...time });
        return;
      }
      case 'quote': {
        const { bid, ask } = message;
        publish('bookTicker', { u: ++updateId, s: SYMBOL, b: bid[0], B: bid[1], a: ask[0], A: ask[1] });
      }
    }
  };
  return { transport, play };
}
