import { fromSeconds, ok, refuse, US_PER_MINUTE, US_PER_SECOND } from '../../core/index.ts';
import type {
  Candle,
  CandlePage,
  DecodedTrade,
  Definitions,
  FeedQuestion,
  FeedQuestions,
  Micros,
  Result,
  TradePage,
  TradesInput,
} from '../../core/index.ts';
import { readDefinitions } from '../wire/definitions.ts';
import { candleFields } from '../wire/candle-rows.ts';
import { FieldReader, isObject, shown, type JsonObject } from '../wire/fields.ts';
import { jsonAnswer } from '../wire/json.ts';
import { decimalText } from '../wire/numbers.ts';
import { readEach } from '../wire/read-each.ts';
import { pageBefore } from '../wire/trade-page.ts';
import { readInstrument } from './instruments.ts';
import { fromWsName, restPair } from './names.ts';

const PAGE = 1_000;
export const COST = { bucket: 'public', weight: 1 } as const;
/**
 * Trades are paged only forward in time, so a page into the past starts this long before the known trades. A page has a
 * thousand trades, so it reaches the known trades if there were at most 200 a minute. At higher rates a gap remains, which the
 * feed requests next.
 */
const STEP_BACK = 5 * US_PER_MINUTE;

export const pairOf = (symbol: string): string => encodeURIComponent(restPair(symbol));

/** Decodes an answer; this venue puts it under `result`. */
export const resultAnswer = <I, A>(read: (result: JsonObject, input: I) => Result<A>) =>
  jsonAnswer<I, A>((value, input) => {
    const result = isObject(value) ? value['result'] : undefined;
    return isObject(result) ? read(result, input) : refuse('missing_field', 'result');
  });

/** Rows are under the venue's own name of the pair, next to `last`. */
export const rowsOf = (result: JsonObject): unknown => Object.entries(result).find(([name]) => name !== 'last')?.[1];

/**
 * Definitions come by REST, because the `instrument` channel always sends all pairs of the venue. One unknown pair fails the
 * whole call as `unknown_symbol`; the feed then asks for each pair separately.
 */
const instruments: FeedQuestion<'instruments'> = {
  ...COST,
  id: 'instruments',
  request: ({ symbols }) => ({
    path:
      symbols.length === 0
        ? '/0/public/AssetPairs'
        : `/0/public/AssetPairs?pair=${encodeURIComponent(symbols.map(restPair).join(','))}`,
  }),
  decode: resultAnswer(readInstruments),
};

function readInstruments(result: JsonObject): Result<Definitions> {
  // Dark-pool pairs have no `wsname` and can't be followed.
  const listed = Object.values(result).filter((entry) => !isObject(entry) || entry['wsname'] !== undefined);
  return readDefinitions(listed, 'AssetPairs', {
    read: readInstrument,
    symbolOf: ({ wsname }) => (typeof wsname === 'string' ? fromWsName(wsname) : null),
  });
}

const trades: FeedQuestion<'trades'> = {
  ...COST,
  id: 'trades',
  /** `since` is in nanoseconds, which a float64 can't represent, so three zeros are appended to the microseconds. */
  request({ symbol, before }) {
    const path = `/0/public/Trades?pair=${pairOf(symbol)}&count=${PAGE}`;
    if (before === null) return { path };
    if (Number(before.id) <= 0 || before.at <= STEP_BACK) return null;
    const since = Math.max(before.at - STEP_BACK, (before.from ?? 0) - US_PER_SECOND);
    return { path: `${path}&since=${since}000` };
  },
  decode: resultAnswer(readTrades),
};

function readTrades(result: JsonObject, { symbol, before }: TradesInput): Result<TradePage> {
  const read = readEach(rowsOf(result), 'trades', (row) =>
    Array.isArray(row) ? readTrade(symbol, row) : refuse('bad_field', shown(row)),
  );
  return read.ok ? ok({ trades: pageBefore(read.value, before) }) : read;
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

export const secondsToMicros = (value: unknown): Micros | null =>
  typeof value === 'number' && value > 0 ? fromSeconds(value) : null;

const candles: FeedQuestion<'candles'> = {
  ...COST,
  id: 'candles',
  /** `since` is exclusive and in seconds. */
  request: ({ symbol, from }) => ({
    path: `/0/public/OHLC?pair=${pairOf(symbol)}&interval=1&since=${Math.max(0, Math.ceil(from / US_PER_SECOND) - 1)}`,
  }),
  decode: resultAnswer(readCandles),
};

/** `[seconds, open, high, low, close, vwap, volume, trades]`; a minute without trades repeats the last close. */
function readCandles(result: JsonObject): Result<CandlePage> {
  const read = readEach<Candle>(rowsOf(result), 'OHLC', (row) => {
    if (!Array.isArray(row)) return refuse('bad_field', shown(row));
    const fields = new FieldReader(row, decimalText);
    const candle = candleFields(fields, { time: secondsToMicros, volume: '6', trades: '7' });
    return fields.problem === null ? ok(candle) : refuse(fields.problem.reason, fields.problem.detail);
  });
  return read.ok ? ok({ candles: read.value }) : read;
}

/**
 * Books and the ticker come from the stream. REST has the opening price of the UTC day and not the price 24 hours ago, so the
 * ticker's change can't be computed from it.
 */
export const questions: FeedQuestions = { instruments, trades, candles };
