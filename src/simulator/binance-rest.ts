import { US_PER_MINUTE, US_PER_MS, US_PER_SECOND, type Micros } from '../core/index.ts';
import * as words from './binance-words.ts';
import type { Listing } from './listing.ts';
import type { Floor, TradedInstrument, RestReply } from './protocol.ts';
import { groupCandles } from './group-candles.ts';
import { snapshotSides } from './snapshot-sides.ts';
import type { TapeTrade } from './tape.ts';

const WEIGHT_A_MINUTE = 6_000;
/** Refused calls in one minute after which the venue bans. */
const PATIENCE = 10;
const BAN_SECONDS = 120;
const INTERVALS: Readonly<Record<string, number>> = { '1m': 1, '3m': 3, '5m': 5, '15m': 15, '30m': 30, '1h': 60 };

interface Problem {
  readonly status: number;
  readonly code: number;
  readonly msg: string;
}

const UNKNOWN_SYMBOL: Problem = { status: 400, code: -1121, msg: 'Invalid symbol.' };
const malformed = (name: string): Problem => ({
  status: 400,
  code: -1102,
  msg: `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
});
const illegal = (name: string): Problem => ({
  status: 400,
  code: -1100,
  msg: `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`,
});

type Query = URLSearchParams;
type Body = { readonly body: string; readonly lateMs?: number } | Problem;

interface Route {
  readonly weight: (query: Query) => number;
  readonly answer: (query: Query, instrument: TradedInstrument | null) => Body;
  readonly symbol: 'needed' | 'free';
}

const depthWeight = (limit: number) => (limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250);

/** A whole number, the fallback when absent, or null when it is no number. */
function whole(query: Query, name: string, fallback: number): number | null {
  const text = query.get(name);
  if (text === null) return fallback;
  return /^\d{1,19}$/.test(text) ? Number(text) : null;
}

/** REST of Binance Spot: `/api/v3/…`, public market data. */
export function createBinanceRest(floor: Floor, updateId: (symbol: string) => number): (path: string) => RestReply {
  const now = () => floor.wireTime(floor.clock.now());
  let minute: Micros = 0;
  let used = 0;
  let refused = 0;
  let bannedUntil: Micros = 0;

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

  const klines = (query: Query, instrument: TradedInstrument): Body => {
    const minutes = INTERVALS[query.get('interval') ?? ''];
    if (minutes === undefined) return { status: 400, code: -1120, msg: 'Invalid interval.' };
    const limit = whole(query, 'limit', 500);
    const start = whole(query, 'startTime', 0);
    const end = whole(query, 'endTime', Number.MAX_SAFE_INTEGER);
    if (limit === null || start === null || end === null) return illegal('limit');
    const span = minutes * US_PER_MINUTE;
    const within = groupCandles(instrument.tape.candles(now()), span).filter(
      (candle) => words.millis(candle.start) >= start && words.millis(candle.start) <= end,
    );
    const most = Math.min(1_000, limit);
    const chosen = query.has('startTime') ? within.slice(0, most) : within.slice(-most);
    return { body: `[${chosen.map((candle) => words.klineRow(instrument.listing, candle, span)).join(',')}]` };
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
    '/api/v3/klines': needing(() => 2, klines),
    '/api/v3/ticker/24hr': needing(
      () => 2,
      (_, instrument) => day(instrument),
    ),
  };

  const headers = () => ({
    'content-type': 'application/json;charset=UTF-8',
    'x-mbx-used-weight': String(used),
    'x-mbx-used-weight-1m': String(used),
  });

  const refuse = (at: Micros, symbol: string | null): RestReply => {
    refused++;
    if (refused > PATIENCE && bannedUntil <= at) bannedUntil = at + BAN_SECONDS * US_PER_SECOND;
    const status = bannedUntil > at ? 418 : 429;
    const until = status === 418 ? bannedUntil : (minute + 1) * US_PER_MINUTE;
    const seconds = String(Math.max(1, Math.ceil((until - at) / US_PER_SECOND)));
    return { status, headers: { ...headers(), 'retry-after': seconds }, body: binanceRefusal(status), symbol, lateMs: 0 };
  };

  return (path) => {
    const url = new URL(path, 'http://exchange');
    const at = floor.clock.now();
    if (Math.floor(at / US_PER_MINUTE) !== minute) {
      minute = Math.floor(at / US_PER_MINUTE);
      used = 0;
      refused = 0;
    }
    const route = routes[url.pathname];
    const symbol = url.searchParams.get('symbol');
    const instrument = floor.instruments.get(symbol ?? '') ?? null;
    if (route !== undefined) {
      if (bannedUntil > at || used >= WEIGHT_A_MINUTE) return refuse(at, symbol);
      used += route.weight(url.searchParams);
    }
    const found = answerOf(route, url.searchParams, instrument);
    if ('code' in found) {
      const body = JSON.stringify({ code: found.code, msg: found.msg });
      return { status: found.status, headers: headers(), body, symbol, lateMs: 0 };
    }
    return { status: 200, headers: headers(), body: found.body, symbol, lateMs: found.lateMs ?? 0 };
  };
}

const needing = (weight: Route['weight'], answer: (query: Query, instrument: TradedInstrument) => Body): Route => ({
  weight,
  symbol: 'needed',
  answer: (query, instrument) => (instrument === null ? UNKNOWN_SYMBOL : answer(query, instrument)),
});

function answerOf(route: Route | undefined, query: Query, instrument: TradedInstrument | null): Body {
  if (route === undefined) return { status: 404, code: -1000, msg: 'Path not found.' };
  if (route.symbol === 'needed' && !query.get('symbol')) return malformed('symbol');
  return route.answer(query, instrument);
}

/** Symbols asked for by `symbol=` or `symbols=[…]`; none means all, null that it can't be read. */
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

/** The body of a refused call. */
export function binanceRefusal(status: number): string {
  if (status === 451) {
    return '{"code":0,"msg":"Service unavailable from a restricted location according to \'b. Eligibility\' of the terms."}';
  }
  const msg = status === 418 ? 'Way too much request weight used; IP banned.' : 'Too much request weight used; please wait.';
  return JSON.stringify({ code: -1003, msg });
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
