import { refuse } from '../../core/index.ts';
import type { RestAnswer, RestCall, Result, VenueRest } from '../../core/index.ts';
import { readCandles, readSnapshot, readTrades } from '../wire/binance/bodies.ts';
import { BUCKET, classify, usedWeight } from '../wire/binance/refusals.ts';
import { readDefinitions } from '../wire/definitions.ts';
import { isObject } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import { readInstrument } from './instruments.ts';
import { SNAPSHOT_DEPTH } from './sequence.ts';

const PAGE = 1_000;
/** Request weights, from the venue's document of each endpoint. */
const WEIGHT = { exchangeInfo: 1, depth1000: 20, trades: 5, klines1000: 5 };

const query = (path: string, parameters: Readonly<Record<string, string | number>>): string =>
  `/fapi/v1/${path}?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;

/** The venue defines all its contracts or none. */
const instruments = (): RestCall => ({
  purpose: 'instruments',
  symbol: null,
  path: '/fapi/v1/exchangeInfo',
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

/** The newest page only: older trades need an API key here, and aggregated ones have other ids. */
const tradesBefore = (symbol: string): RestCall => ({
  purpose: 'trades',
  symbol,
  path: query('trades', { symbol, limit: PAGE }),
  bucket: BUCKET,
  weight: WEIGHT.trades,
});

const candles = (symbol: string, from: number): RestCall => ({
  purpose: 'candles',
  symbol,
  path: query('klines', { symbol, interval: '1m', startTime: Math.floor(from / 1_000), limit: PAGE }),
  bucket: BUCKET,
  weight: WEIGHT.klines1000,
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
    case 'candles':
      return readCandles(call.symbol ?? '', json.value);
    case 'ticker':
      return refuse('unknown_frame', 'ticker: not asked for here');
  }
}

function readInstruments(value: unknown): Result<RestAnswer> {
  const entries = isObject(value) ? value['symbols'] : undefined;
  return readDefinitions(entries, 'symbols', { read: readInstrument, symbolOf: ({ symbol }) => symbol });
}

export const rest: VenueRest = {
  probe: () => '/fapi/v1/ping',
  instruments,
  snapshot,
  // The venue has a ticker; none is followed here, so none is asked for.
  ticker: () => null,
  tradesBefore,
  candles,
  classify,
  decode,
  usedWeight,
};
