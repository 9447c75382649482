import { ok, refuse, epochToMicros } from '../../../core/index.ts';
import type {
  Candle,
  CandlePage,
  DecodedSnapshot,
  DecodedTrade,
  Result,
  SymbolInput,
  TradePage,
  TradesInput,
} from '../../../core/index.ts';
import { candleFields } from '../candle-rows.ts';
import { FieldReader, isObject, shown } from '../fields.ts';
import type { JsonObject } from '../fields.ts';
import type { LevelForm } from '../levels.ts';
import { decimalText } from '../numbers.ts';
import { readEach } from '../read-each.ts';
import { pageBefore } from '../trade-page.ts';

const BIDS: LevelForm = { price: 0, size: 1, number: decimalText, list: 'bids' };
const ASKS: LevelForm = { ...BIDS, list: 'asks' };

/** A book by REST, with its last update id, and its time if the market sends one. */
export function readSnapshot(value: unknown, { symbol }: SymbolInput): Result<DecodedSnapshot> {
  if (!isObject(value)) return refuse('unknown_frame', shown(value));
  const read = new FieldReader(value, decimalText);
  const last = read.whole('lastUpdateId');
  const bids = read.levels('bids', BIDS);
  const asks = read.levels('asks', ASKS);
  const tsEvent = read.has('T') ? read.time('T', epochToMicros) : null;
  if (read.problem !== null) return refuse(read.problem.reason, `depth.${read.problem.detail}`);
  return ok({ kind: 'book_snapshot', symbol, last, checksum: null, bids, asks, tsEvent });
}

/** A page of trades, oldest first, without trades that are already known. */
export function readTrades(value: unknown, { symbol, before }: TradesInput): Result<TradePage> {
  const read = readEach<DecodedTrade>(value, 'trades', (entry) =>
    isObject(entry) ? readTrade(symbol, entry) : refuse('bad_field', shown(entry)),
  );
  if (!read.ok) return read;
  return ok({ trades: pageBefore(read.value, before) });
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

/** Rows `[open time, open, high, low, close, volume, close time, quote volume, trades, …]`. */
export function readCandles(value: unknown): Result<CandlePage> {
  const read = readEach<Candle>(value, 'klines', (row) => {
    if (!Array.isArray(row)) return refuse('bad_field', shown(row));
    const fields = new FieldReader(row, decimalText);
    const candle = candleFields(fields, { time: epochToMicros, volume: '5', trades: '8' });
    return fields.problem === null ? ok(candle) : refuse(fields.problem.reason, fields.problem.detail);
  });
  return read.ok ? ok({ candles: read.value }) : read;
}
