import { decimalsOf, instrumentId, ok, pow10, refuse } from '../../core/index.ts';
import type { Instrument, Result } from '../../core/index.ts';
import { FieldReader, isObject } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { decimalText } from '../wire/numbers.ts';

export const VENUE_ID = 'binance-spot';

/** Every price and size on the wire has eight decimals. */
const WIRE_SCALE = 8;
/** A level may hold this many orders of the largest size before its size no longer fits. */
const LEVEL_HEADROOM = 100;

const HALTED = new Set([
  'HALT',
  'BREAK',
  'END_OF_DAY',
  'PRE_TRADING',
  'POST_TRADING',
  'AUCTION_MATCH',
  'CANCEL_ONLY',
  'DELISTED',
]);

/**
 * One entry of `exchangeInfo`. Scales are the venue's precisions, not the digits of tick and lot: levels that were placed
 * under an older, finer tick stay in the book. They are lowered only where numbers of the size the filters allow would
 * not fit in 2^53 (a market in rupiah, or of a coin worth a millionth).
 */
export function readInstrument(entry: JsonObject): Result<Instrument> {
  const read = new FieldReader(entry, decimalText);
  const symbol = read.symbol('symbol');
  const price = filterOf(entry, 'PRICE_FILTER');
  const lot = filterOf(entry, 'LOT_SIZE');
  const status = read.text('status');
  const instrument: Instrument = {
    id: instrumentId(VENUE_ID, symbol),
    venue: VENUE_ID,
    symbol,
    kind: 'spot',
    base: read.symbol('baseAsset'),
    quote: read.symbol('quoteAsset'),
    priceScale: scaleFor(Math.min(read.whole('quotePrecision'), WIRE_SCALE), price['tickSize'], number(price['maxPrice'])),
    sizeScale: scaleFor(
      Math.min(read.whole('baseAssetPrecision'), WIRE_SCALE),
      lot['stepSize'],
      number(lot['maxQty']) * LEVEL_HEADROOM,
    ),
    tick: step(price['tickSize']),
    lot: step(lot['stepSize']),
    status: status === 'TRADING' ? 'trading' : HALTED.has(status) ? 'halted' : 'unknown',
    scaleFrom: 'definition',
  };
  return read.problem === null ? ok(instrument) : refuse(read.problem.reason, read.problem.detail);
}

function filterOf(entry: JsonObject, type: string): JsonObject {
  const filters: unknown = entry['filters'];
  const found: unknown = Array.isArray(filters)
    ? filters.find((filter) => isObject(filter) && filter['filterType'] === type)
    : undefined;
  return isObject(found) ? found : {};
}

const number = (value: unknown): number => {
  const read = decimalText(value);
  return Number.isFinite(read) ? read : 0;
};

/** The venue writes 0 where it sets no step. */
const step = (value: unknown): number | null => (number(value) > 0 ? number(value) : null);

function scaleFor(precision: number, smallest: unknown, largest: number): number {
  const needed = typeof smallest === 'string' && number(smallest) > 0 ? (decimalsOf(smallest) ?? 0) : 0;
  let scale = Math.max(precision, needed);
  while (scale > needed && largest * pow10(scale) > Number.MAX_SAFE_INTEGER) scale--;
  return scale;
}
