import { ok, refuse } from '../../core/index.ts';
import type {
  Candle,
  DecodedTrade,
  Instrument,
  RestAnswer,
  RestCall,
  RestOutcome,
  Result,
  TradeId,
  TradesBefore,
  VenueRest,
} from '../../core/index.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import type { LevelForm } from '../wire/levels.ts';
import { readEach } from '../wire/read-each.ts';
import { decimalText, epochToMicros } from '../wire/numbers.ts';
import { retryAfterMs } from '../wire/retry-after.ts';
import { pageBefore } from '../wire/trade-page.ts';
import { readInstrument } from './instruments.ts';
import { SNAPSHOT_DEPTH } from './sequence.ts';

const PAGE = 1_000;
/** Request weights, from the venue's document of each endpoint. */
const WEIGHT = { exchangeInfo: 20, depth1000: 50, trades: 25, ticker: 2, klines: 2 };
const UNKNOWN_SYMBOL = -1121;
/** A symbol of characters that no symbol has, such as `BTC/USDT`. */
const ILLEGAL_CHARACTERS = -1100;

const BIDS: LevelForm = { price: 0, size: 1, number: decimalText, list: 'bids' };
const ASKS: LevelForm = { ...BIDS, list: 'asks' };

const query = (path: string, parameters: Readonly<Record<string, string | number>>): string =>
  `/api/v3/${path}?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;

/** One unknown symbol fails the whole call as `unknown_symbol`; the feed then asks for each symbol by itself. */
const instruments = (symbols: readonly string[]): RestCall => ({
  purpose: 'instruments',
  symbol: null,
  path: symbols.length === 0 ? '/api/v3/exchangeInfo' : query('exchangeInfo', { symbols: JSON.stringify(symbols) }),
  weight: WEIGHT.exchangeInfo,
});

const snapshot = (symbol: string): RestCall => ({
  purpose: 'snapshot',
  symbol,
  path: query('depth', { symbol, limit: SNAPSHOT_DEPTH }),
  weight: WEIGHT.depth1000,
});

const ticker = (symbol: string): RestCall => ({
  purpose: 'ticker',
  symbol,
  path: query('ticker/24hr', { symbol }),
  weight: WEIGHT.ticker,
});

/** Trade ids of a symbol have no holes, so a page before an id begins a page's length below it. */
function tradesBefore(symbol: string, before: Pick<TradesBefore, 'id'> | null): RestCall | null {
  if (before === null)
    return { purpose: 'trades', symbol, path: query('trades', { symbol, limit: PAGE }), weight: WEIGHT.trades };
  const id = Number(before.id);
  if (id <= 0) return null;
  const limit = Math.min(PAGE, id);
  const path = query('historicalTrades', { symbol, limit, fromId: id - limit });
  return { purpose: 'trades', symbol, path, weight: WEIGHT.trades, beforeId: before.id };
}

const candles = (symbol: string, from: number): RestCall => ({
  purpose: 'candles',
  symbol,
  path: query('klines', { symbol, interval: '1m', startTime: Math.floor(from / 1_000), limit: PAGE }),
  weight: WEIGHT.klines,
});

function classify(status: number, headers: Readonly<Record<string, string>>, body: string): RestOutcome {
  if (status >= 200 && status < 300) return { kind: 'ok' };
  if (status === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs(headers) };
  if (status === 418) return { kind: 'banned', retryAfterMs: retryAfterMs(headers) };
  if (status === 451) return { kind: 'blocked', why: 'status 451: the venue does not serve this place' };
  if (status === 403) return { kind: 'blocked', why: "status 403: refused by the venue's firewall" };
  const json = readJson(body);
  const said: JsonObject = json.ok && isObject(json.value) ? json.value : {};
  if (said['code'] === UNKNOWN_SYMBOL) return { kind: 'unknown_symbol' };
  if (said['code'] === ILLEGAL_CHARACTERS && String(said['msg']).includes("'symbol")) return { kind: 'unknown_symbol' };
  return { kind: 'failed', why: `status ${status}: ${shown(said['msg'] ?? body)}` };
}

function decode(call: RestCall, body: string): Result<RestAnswer> {
  const json = readJson(body);
  if (!json.ok) return json;
  switch (call.purpose) {
    case 'instruments':
      return readInstruments(json.value);
    case 'snapshot':
      return readSnapshot(call.symbol ?? '', json.value);
    case 'trades':
      return readTrades(call.symbol ?? '', call.beforeId ?? null, json.value);
    case 'ticker':
      return readTicker(call.symbol ?? '', json.value);
    case 'candles':
      return readCandles(call.symbol ?? '', json.value);
  }
}

function readInstruments(value: unknown): Result<RestAnswer> {
  const entries = isObject(value) ? value['symbols'] : undefined;
  const read = readEach<Instrument>(entries, 'symbols', (entry) =>
    isObject(entry) ? readInstrument(entry) : refuse('bad_field', shown(entry)),
  );
  return read.ok ? ok({ kind: 'instruments', instruments: read.value }) : read;
}

function readSnapshot(symbol: string, value: unknown): Result<RestAnswer> {
  if (!isObject(value)) return refuse('unknown_frame', shown(value));
  const read = new FieldReader(value, decimalText);
  const last = read.whole('lastUpdateId');
  const bids = read.levels('bids', BIDS);
  const asks = read.levels('asks', ASKS);
  if (read.problem !== null) return refuse(read.problem.reason, `depth.${read.problem.detail}`);
  return ok({ kind: 'book_snapshot', symbol, last, checksum: null, bids, asks, tsEvent: null });
}

function readTrades(symbol: string, beforeId: TradeId | null, value: unknown): Result<RestAnswer> {
  const read = readEach<DecodedTrade>(value, 'trades', (entry) =>
    isObject(entry) ? readTrade(symbol, entry) : refuse('bad_field', shown(entry)),
  );
  if (!read.ok) return read;
  return ok({ kind: 'trades', symbol, trades: pageBefore(read.value, beforeId) });
}

function readTrade(symbol: string, entry: JsonObject): Result<DecodedTrade> {
  const read = new FieldReader(entry, decimalText);
  const trade: DecodedTrade = {
    kind: 'trade',
    symbol,
    id: read.tradeNumber('id'),
    price: read.positive('price'),
    size: read.positive('qty'),
    side: read.flag('isBuyerMaker') ? 'sell' : 'buy',
    tsEvent: read.time('time', epochToMicros),
    via: 'backfill',
  };
  return read.problem === null ? ok(trade) : refuse(read.problem.reason, read.problem.detail);
}

function readTicker(symbol: string, value: unknown): Result<RestAnswer> {
  if (!isObject(value)) return refuse('unknown_frame', shown(value));
  const read = new FieldReader(value, decimalText);
  const answer: RestAnswer = {
    kind: 'ticker',
    symbol,
    last: read.positive('lastPrice'),
    changePct: read.signed('priceChangePercent'),
    high: read.amount('highPrice'),
    low: read.amount('lowPrice'),
    volume: read.amount('volume'),
    tsEvent: read.time('closeTime', epochToMicros),
  };
  return read.problem === null ? ok(answer) : refuse(read.problem.reason, `ticker.${read.problem.detail}`);
}

/** Rows `[open time, open, high, low, close, volume, close time, quote volume, trades, …]`. */
function readCandles(symbol: string, value: unknown): Result<RestAnswer> {
  const read = readEach<Candle>(value, 'klines', (row) => {
    if (!Array.isArray(row)) return refuse('bad_field', shown(row));
    const fields = new FieldReader(row, decimalText);
    const candle: Candle = {
      start: fields.time('0', epochToMicros),
      open: fields.positive('1'),
      high: fields.positive('2'),
      low: fields.positive('3'),
      close: fields.positive('4'),
      volume: fields.amount('5'),
      trades: fields.whole('8'),
    };
    return fields.problem === null ? ok(candle) : refuse(fields.problem.reason, fields.problem.detail);
  });
  return read.ok ? ok({ kind: 'candles', symbol, candles: read.value }) : read;
}

/** The weight this address has used in the running minute, over all its programs. */
function usedWeight(headers: Readonly<Record<string, string>>): number | null {
  const text = headers['x-mbx-used-weight-1m'];
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export const rest: VenueRest = {
  probe: () => '/api/v3/ping',
  instruments,
  snapshot,
  ticker,
  tradesBefore,
  candles,
  classify,
  decode,
  usedWeight,
};
