import { ok, refuse, epochToMicros } from '../../core/index.ts';
import type { DecodedTicker, FeedQuestion, FeedQuestions, Result, SymbolInput } from '../../core/index.ts';
import { readCandles, readSnapshot, readTrades } from '../wire/binance/bodies.ts';
import { readExchangeInfo } from '../wire/binance/definitions.ts';
import { query } from '../wire/binance/query.ts';
import { BUCKET } from '../wire/binance/refusals.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import { jsonAnswer } from '../wire/json.ts';
import { decimalText, statedTime } from '../wire/numbers.ts';
import { readInstrument } from './instruments.ts';
import { SNAPSHOT_DEPTH } from './sequence.ts';

const PAGE = 1_000;

/** One unknown symbol fails the whole call as `unknown_symbol`; the feed then asks for each symbol separately. */
const instruments: FeedQuestion<'instruments'> = {
  id: 'instruments',
  bucket: BUCKET,
  weight: 20,
  request: ({ symbols }) => ({
    path: symbols.length === 0 ? '/api/v3/exchangeInfo' : query('/api/v3/exchangeInfo', { symbols: JSON.stringify(symbols) }),
  }),
  decode: jsonAnswer((value) => readExchangeInfo(value, readInstrument)),
};

const snapshot: FeedQuestion<'snapshot'> = {
  id: 'snapshot',
  bucket: BUCKET,
  weight: 50,
  request: ({ symbol }) => ({ path: query('/api/v3/depth', { symbol, limit: SNAPSHOT_DEPTH }) }),
  decode: jsonAnswer(readSnapshot),
};

const trades: FeedQuestion<'trades'> = {
  id: 'trades',
  bucket: BUCKET,
  weight: 25,
  /** Trade ids of a symbol are contiguous, so the page before an id starts at id − page size. */
  request({ symbol, before }) {
    if (before === null) return { path: query('/api/v3/trades', { symbol, limit: PAGE }) };
    const id = Number(before.id);
    if (id <= 0) return null;
    const limit = Math.min(PAGE, id);
    return { path: query('/api/v3/historicalTrades', { symbol, limit, fromId: id - limit }) };
  },
  decode: jsonAnswer(readTrades),
};

const ticker: FeedQuestion<'ticker'> = {
  id: 'ticker',
  bucket: BUCKET,
  weight: 2,
  request: ({ symbol }) => ({ path: query('/api/v3/ticker/24hr', { symbol }) }),
  decode: jsonAnswer(readTicker),
};

function readTicker(value: unknown, { symbol }: SymbolInput): Result<DecodedTicker> {
  if (!isObject(value)) return refuse('unknown_frame', shown(value));
  const read = new FieldReader(value, decimalText);
  const answer: DecodedTicker = {
    kind: 'ticker',
    symbol,
    last: read.positive('lastPrice'),
    changePct: read.signed('priceChangePercent'),
    high: read.amount('highPrice'),
    low: read.amount('lowPrice'),
    volume: read.amount('volume'),
    from: statedTime(value['openTime']),
    tsEvent: read.time('closeTime', epochToMicros),
  };
  return read.problem === null ? ok(answer) : refuse(read.problem.reason, `ticker.${read.problem.detail}`);
}

const candles: FeedQuestion<'candles'> = {
  id: 'candles',
  bucket: BUCKET,
  weight: 2,
  request: ({ symbol, from }) => ({
    path: query('/api/v3/klines', { symbol, interval: '1m', startTime: Math.floor(from / 1_000), limit: PAGE }),
  }),
  decode: jsonAnswer(readCandles),
};

export const questions: FeedQuestions = { instruments, snapshot, trades, ticker, candles };
