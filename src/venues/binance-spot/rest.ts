import { ok, refuse } from '../../core/index.ts';
import type { RestAnswer, RestCall, Result, TradesBefore, VenueRest } from '../../core/index.ts';
import { readCandles, readSnapshot, readTrades } from '../wire/binance/bodies.ts';
import { BUCKET, classify, usedWeight } from '../wire/binance/refusals.ts';
import { readDefinitions } from '../wire/definitions.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import { decimalText, epochToMicros } from '../wire/numbers.ts';
import { readInstrument } from './instruments.ts';
import { SNAPSHOT_DEPTH } from './sequence.ts';

const PAGE = 1_000;
/** Request weights, from the venue's document of each endpoint. */
const WEIGHT = { exchangeInfo: 20, depth1000: 50, trades: 25, ticker: 2, klines: 2 };

const query = (path: string, parameters: Readonly<Record<string, string | number>>): string =>
  `/api/v3/${path}?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;

/** One unknown symbol fails the whole call as `unknown_symbol`; the feed then asks for each symbol by itself. */
const instruments = (symbols: readonly string[]): RestCall => ({
  purpose: 'instruments',
  symbol: null,
  path: symbols.length === 0 ? '/api/v3/exchangeInfo' : query('exchangeInfo', { symbols: JSON.stringify(symbols) }),
  bucket: BUCKET,
  weight: WEIGHT.exchangeInfo,
});

const snapshot = (symbol: string): RestCall => ({
  purpose: 'snapshot',
  symbol,
  path: query('depth', { symbol, limit: SNAPSHOT_DEPTH }),
  bucket: BUCKET,
  weight: WEIGHT.depth1000,
});

const ticker = (symbol: string): RestCall => ({
  purpose: 'ticker',
  symbol,
  path: query('ticker/24hr', { symbol }),
  bucket: BUCKET,
  weight: WEIGHT.ticker,
});

/** Trade ids of a symbol have no holes, so a page before an id begins a page's length below it. */
function tradesBefore(symbol: string, before: Pick<TradesBefore, 'id'> | null): RestCall | null {
  if (before === null)
    return { purpose: 'trades', symbol, path: query('trades', { symbol, limit: PAGE }), bucket: BUCKET, weight: WEIGHT.trades };
  const id = Number(before.id);
  if (id <= 0) return null;
  const limit = Math.min(PAGE, id);
  const path = query('historicalTrades', { symbol, limit, fromId: id - limit });
  return { purpose: 'trades', symbol, path, bucket: BUCKET, weight: WEIGHT.trades, beforeId: before.id };
}

const candles = (symbol: string, from: number): RestCall => ({
  purpose: 'candles',
  symbol,
  path: query('klines', { symbol, interval: '1m', startTime: Math.floor(from / 1_000), limit: PAGE }),
  bucket: BUCKET,
  weight: WEIGHT.klines,
});

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
  return readDefinitions(entries, 'symbols', { read: readInstrument, symbolOf: ({ symbol }) => symbol });
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
