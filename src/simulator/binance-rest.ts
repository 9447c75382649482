import { US_PER_MS } from '../core/index.ts';
import {
  answerRoutes,
  illegal,
  klines,
  malformed,
  needing,
  UNKNOWN_SYMBOL,
  whole,
  type Body,
  type Query,
  type Route,
} from './binance-routes.ts';
import * as words from './binance-words.ts';
import type { Listing } from './listing.ts';
import type { Floor, TradedInstrument, RestReply } from './protocol.ts';
import { snapshotSides } from './snapshot-sides.ts';
import type { TapeTrade } from './tape.ts';

const WEIGHT_A_MINUTE = 6_000;
const depthWeight = (limit: number) => (limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250);

/** REST of Binance Spot: `/api/v3/…`, public market data. */
export function createBinanceRest(floor: Floor, updateId: (symbol: string) => number): (path: string) => RestReply {
  const now = () => floor.wireTime(floor.clock.now());
  const depth = (query: Query, instrument: TradedInstrument): Body => {
    const limit = whole(query, 'limit', 100);
    if (limit === null || limit < 1) return illegal('limit');
    const { symbol } = instrument.listing;
    const { wrong, lateMs } = floor.faults.snapshot(symbol);
    const { bids, asks } = snapshotSides(instrument, {
      levels: Math.min(5_000, limit),
      wrong,
      at: floor.clock.now(),
      within: 'all',
    });
    const sides = `"bids":${words.levels(instrument.listing, bids)},"asks":${words.levels(instrument.listing, asks)}`;
    return { body: `{"lastUpdateId":${updateId(symbol)},${sides}}`, lateMs };
  };

  const trades = (query: Query, instrument: TradedInstrument, from: number | null): Body => {
    const limit = whole(query, 'limit', 500);
    if (limit === null) return illegal('limit');
    const most = Math.min(1_000, limit);
    const all = instrument.tape.trades();
    const first = from === null ? -1 : all.findIndex((trade) => trade.id >= from);
    const rows = from === null ? all.slice(-most) : first < 0 ? [] : all.slice(first, first + most);
    return { body: `[${rows.map((trade) => words.tradeRow(instrument.listing, trade)).join(',')}]` };
  };

  const aggregates = (query: Query, instrument: TradedInstrument): Body => {
    const limit = whole(query, 'limit', 500);
    const from = whole(query, 'fromId', -1);
    const start = whole(query, 'startTime', 0);
    const end = whole(query, 'endTime', Number.MAX_SAFE_INTEGER);
    if (limit === null || from === null || start === null || end === null) return illegal('limit');
    const within = instrument.tape.trades().filter((trade) => {
      const at = words.millis(trade.at);
      return trade.group >= from && at >= start && at <= end;
    });
    const groups = Map.groupBy(within, (trade) => trade.group);
    const most = Math.min(1_000, limit);
    const chosen = from >= 0 || start > 0 ? [...groups].slice(0, most) : [...groups].slice(-most);
    return { body: `[${chosen.map(([id, parts]) => aggregateRow(instrument.listing, id, parts)).join(',')}]` };
  };

  const day = (instrument: TradedInstrument): Body => {
    const sum = instrument.tape.day(now());
    if (sum === null) return { body: '{}' };
    const f = words.dayFigures(instrument, now(), sum);
    const first = `"symbol":"${instrument.listing.symbol}","priceChange":${f.change},"priceChangePercent":${f.percent}`;
    const prices = `"weightedAvgPrice":${f.average},"prevClosePrice":${f.open},"lastPrice":${f.last},"lastQty":${f.lastSize}`;
    const touch = `"bidPrice":${f.bid},"bidQty":${f.bidSize},"askPrice":${f.ask},"askQty":${f.askSize}`;
    const range = `"openPrice":${f.open},"highPrice":${f.high},"lowPrice":${f.low},"volume":${f.volume},"quoteVolume":${f.turnover}`;
    const ids = `"openTime":${f.openMs},"closeTime":${f.closeMs},"firstId":${f.firstId},"lastId":${f.lastId},"count":${f.count}`;
    return { body: `{${first},${prices},${touch},${range},${ids}}` };
  };

  const exchangeInfo = (query: Query): Body => {
    const wanted = wantedSymbols(query);
    if (wanted === null) return malformed('symbols');
    const instruments =
      wanted.length === 0 ? [...floor.instruments.values()] : wanted.map((symbol) => floor.instruments.get(symbol));
    if (instruments.includes(undefined)) return UNKNOWN_SYMBOL;
    const rows = instruments.map((instrument) => symbolRow((instrument as TradedInstrument).listing));
    const limits = `[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":${WEIGHT_A_MINUTE}}]`;
    const head = `"timezone":"UTC","serverTime":${words.millis(now())},"rateLimits":${limits}`;
    return { body: `{${head},"exchangeFilters":[],"symbols":[${rows.join(',')}]}` };
  };

  const routes: Readonly<Record<string, Route>> = {
    '/api/v3/ping': { weight: () => 1, symbol: 'free', answer: () => ({ body: '{}' }) },
    '/api/v3/time': { weight: () => 1, symbol: 'free', answer: () => ({ body: `{"serverTime":${words.millis(now())}}` }) },
    '/api/v3/exchangeInfo': { weight: () => 20, symbol: 'free', answer: exchangeInfo },
    '/api/v3/depth': needing((query) => depthWeight(whole(query, 'limit', 100) ?? 5_000), depth),
    '/api/v3/trades': needing(
      () => 25,
      (query, instrument) => trades(query, instrument, null),
    ),
    '/api/v3/historicalTrades': needing(
      () => 25,
      (query, instrument) => {
        const from = whole(query, 'fromId', -1);
        return from === null ? illegal('fromId') : trades(query, instrument, from < 0 ? null : from);
      },
    ),
    '/api/v3/aggTrades': needing(() => 4, aggregates),
    '/api/v3/klines': needing(
      () => 2,
      (query, instrument) => klines(query, instrument, now()),
    ),
    '/api/v3/ticker/24hr': needing(
      () => 2,
      (_, instrument) => day(instrument),
    ),
  };

  return answerRoutes(floor, routes, WEIGHT_A_MINUTE);
}

/** Symbols requested by `symbol=` or `symbols=[…]`. An empty list means all; null if the parameter is malformed. */
function wantedSymbols(query: Query): readonly string[] | null {
  const list = query.get('symbols');
  if (list === null) return query.has('symbol') ? [query.get('symbol') as string] : [];
  try {
    const value: unknown = JSON.parse(list);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
  } catch {
    return null;
  }
}

function aggregateRow(listing: Listing, id: number, parts: readonly TapeTrade[]): string {
  const first = parts[0] as TapeTrade;
  const lots = parts.reduce((sum, trade) => sum + trade.lots, 0);
  const ids = `"f":${first.id},"l":${(parts.at(-1) as TapeTrade).id}`;
  const what = `"p":${words.price(listing, first.tick)},"q":${words.size(listing, lots)}`;
  return `{"a":${id},${what},${ids},"T":${Math.floor(first.at / US_PER_MS)},"m":${first.side === 'sell'},"M":true}`;
}

function symbolRow(listing: Listing): string {
  const { symbol, base, quote, priceScale, finer } = listing;
  const tick = words.price({ ...listing, priceScale: priceScale + finer }, 1);
  const lot = words.size({ ...listing, bulk: 1n }, 1);
  const filters =
    `[{"filterType":"PRICE_FILTER","minPrice":${tick},"maxPrice":"1000000.00000000","tickSize":${tick}},` +
    `{"filterType":"LOT_SIZE","minQty":${lot},"maxQty":"9000.00000000","stepSize":${lot}},` +
    '{"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000",' +
    '"applyMaxToMarket":false,"avgPriceMins":5}]';
  const assets = `"baseAsset":"${base}","baseAssetPrecision":8,"quoteAsset":"${quote}","quotePrecision":8,"quoteAssetPrecision":8`;
  const orders = '"orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS_LIMIT","TAKE_PROFIT_LIMIT"]';
  const allowed = '"icebergAllowed":true,"isSpotTradingAllowed":true,"isMarginTradingAllowed":false';
  return `{"symbol":"${symbol}","status":"TRADING",${assets},${orders},${allowed},"filters":${filters},"permissions":[],"permissionSets":[["SPOT"]]}`;
}
