import { fromSeconds, ok, refuse, US_PER_MINUTE, US_PER_SECOND } from '../../core/index.ts';
import type {
  Candle,
  DecodedTrade,
  Micros,
  RestAnswer,
  RestCall,
  RestOutcome,
  Result,
  TradeId,
  TradesBefore,
  VenueRest,
} from '../../core/index.ts';
import { readDefinitions } from '../wire/definitions.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import { readJson } from '../wire/json.ts';
import { decimalText } from '../wire/numbers.ts';
import { readEach } from '../wire/read-each.ts';
import { retryAfterMs } from '../wire/retry-after.ts';
import { pageBefore } from '../wire/trade-page.ts';
import { readInstrument } from './instruments.ts';
import { fromWsName, restPair } from './names.ts';

const PAGE = 1_000;
const WEIGHT = 1;
const BUCKET = 'public';
/**
 * Trades are paged forward in time only. A page into the past therefore starts this long before what is held: the
 * thousand trades of a page reach it up to 200 a minute; above that they leave a hole, which the feed asks for next.
 */
const STEP_BACK = 5 * US_PER_MINUTE;

/**
 * Definitions by REST: the `instrument` channel sends every pair of the venue whatever is asked for. One unknown pair
 * fails the whole call as `unknown_symbol`; the feed then asks for each by itself.
 */
const instruments = (symbols: readonly string[]): RestCall => ({
  purpose: 'instruments',
  symbol: null,
  path:
    symbols.length === 0
      ? '/0/public/AssetPairs'
      : `/0/public/AssetPairs?pair=${encodeURIComponent(symbols.map(restPair).join(','))}`,
  bucket: BUCKET,
  weight: WEIGHT,
});

const pairOf = (symbol: string): string => encodeURIComponent(restPair(symbol));

/** `since` is in nanoseconds, more than a float64 holds: three zeros are put behind the microseconds. */
function tradesBefore(symbol: string, before: TradesBefore | null): RestCall | null {
  const path = `/0/public/Trades?pair=${pairOf(symbol)}&count=${PAGE}`;
  if (before === null) return { purpose: 'trades', symbol, path, bucket: BUCKET, weight: WEIGHT };
  if (Number(before.id) <= 0 || before.at <= STEP_BACK) return null;
  const since = Math.max(before.at - STEP_BACK, (before.from ?? 0) - US_PER_SECOND);
  return { purpose: 'trades', symbol, path: `${path}&since=${since}000`, bucket: BUCKET, weight: WEIGHT, beforeId: before.id };
}

/** `since` is exclusive and in seconds. */
const candles = (symbol: string, from: Micros): RestCall => ({
  purpose: 'candles',
  symbol,
  path: `/0/public/OHLC?pair=${pairOf(symbol)}&interval=1&since=${Math.max(0, Math.ceil(from / US_PER_SECOND) - 1)}`,
  bucket: BUCKET,
  weight: WEIGHT,
});

const NO_ERROR = /^\s*\{\s*"error"\s*:\s*\[\s*\]/;

/** The venue answers most failures with status 200 and names them in `error`. */
function classify(status: number, headers: Readonly<Record<string, string>>, body: string): RestOutcome {
  if (status === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs(headers) };
  if (status === 403 || status === 451) return { kind: 'blocked', why: `status ${status}` };
  if (status >= 200 && status < 300 && NO_ERROR.test(body)) return { kind: 'ok' };
  const said = errorsOf(body);
  if (said === null) return { kind: 'failed', why: `status ${status}: ${shown(body)}` };
  if (said.length === 0) return status >= 200 && status < 300 ? { kind: 'ok' } : { kind: 'failed', why: `status ${status}` };
  const text = said.join(', ');
  if (/Temporary lockout/i.test(text)) return { kind: 'banned', retryAfterMs: null };
  if (/Rate limit|Too many requests|Throttled/i.test(text)) return { kind: 'throttled', retryAfterMs: retryAfterMs(headers) };
  if (/Unknown asset pair/i.test(text)) return { kind: 'unknown_symbol' };
  return { kind: 'failed', why: shown(text) };
}

function errorsOf(body: string): readonly string[] | null {
  const json = readJson(body);
  if (!json.ok || !isObject(json.value) || !Array.isArray(json.value['error'])) return null;
  return json.value['error'].map(String);
}

function decode(call: RestCall, body: string): Result<RestAnswer> {
  const json = readJson(body);
  if (!json.ok) return json;
  const result = isObject(json.value) ? json.value['result'] : undefined;
  if (!isObject(result)) return refuse('missing_field', 'result');
  switch (call.purpose) {
    case 'instruments':
      return readInstruments(Object.values(result));
    case 'trades':
      return readTrades(call.symbol ?? '', call.beforeId ?? null, rowsOf(result));
    case 'candles':
      return readCandles(call.symbol ?? '', rowsOf(result));
    case 'snapshot':
    case 'ticker':
      return refuse('unknown_frame', `${call.purpose} is not asked for by REST`);
  }
}

/** Rows stand under the venue's own name of the pair, beside `last`. */
const rowsOf = (result: Readonly<Record<string, unknown>>): unknown =>
  Object.entries(result).find(([name]) => name !== 'last')?.[1];

function readInstruments(entries: readonly unknown[]): Result<RestAnswer> {
  // Dark-pool pairs have no `wsname`: they can't be followed.
  const listed = entries.filter((entry) => !isObject(entry) || entry['wsname'] !== undefined);
  return readDefinitions(listed, 'AssetPairs', {
    read: readInstrument,
    symbolOf: ({ wsname }) => (typeof wsname === 'string' ? fromWsName(wsname) : null),
  });
}

function readTrades(symbol: string, beforeId: TradeId | null, rows: unknown): Result<RestAnswer> {
  const read = readEach(rows, 'trades', (row) => (Array.isArray(row) ? readTrade(symbol, row) : refuse('bad_field', shown(row))));
  if (!read.ok) return read;
  return ok({ kind: 'trades', symbol, trades: pageBefore(read.value, beforeId) });
}

/** `[price, size, seconds, "b" | "s", order type, …, id]`. */
function readTrade(symbol: string, row: readonly unknown[]): Result<DecodedTrade> {
  const read = new FieldReader(row, decimalText);
  const trade: DecodedTrade = {
    kind: 'trade',
    symbol,
    id: read.tradeNumber('6'),
    price: read.positive('0'),
    size: read.positive('1'),
    side: read.oneOf('3', ['b', 's']) === 'b' ? 'buy' : 'sell',
    tsEvent: read.time('2', secondsToMicros),
    via: 'backfill',
  };
  return read.problem === null ? ok(trade) : refuse(read.problem.reason, read.problem.detail);
}

const secondsToMicros = (value: unknown): Micros | null => (typeof value === 'number' && value > 0 ? fromSeconds(value) : null);

/** `[seconds, open, high, low, close, vwap, volume, trades]`; a minute without trades repeats the last close. */
function readCandles(symbol: string, rows: unknown): Result<RestAnswer> {
  const read = readEach<Candle>(rows, 'OHLC', (row) => {
    if (!Array.isArray(row)) return refuse('bad_field', shown(row));
    const fields = new FieldReader(row, decimalText);
    const candle: Candle = {
      start: fields.time('0', secondsToMicros),
      open: fields.positive('1'),
      high: fields.positive('2'),
      low: fields.positive('3'),
      close: fields.positive('4'),
      volume: fields.amount('6'),
      trades: fields.whole('7'),
    };
    return fields.problem === null ? ok(candle) : refuse(fields.problem.reason, fields.problem.detail);
  });
  return read.ok ? ok({ kind: 'candles', symbol, candles: read.value }) : read;
}

export const rest: VenueRest = {
  probe: () => '/0/public/Time',
  instruments,
  snapshot: () => null,
  // REST gives the opening price of the UTC day, not that of 24 hours ago: the change can't be had. The stream has it.
  ticker: () => null,
  tradesBefore,
  candles,
  classify,
  decode,
  usedWeight: () => null,
};
