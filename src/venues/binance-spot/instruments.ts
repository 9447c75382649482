import { instrumentId, ok, refuse } from '../../core/index.ts';
import type { Instrument, Result } from '../../core/index.ts';
import { filterNumber, filterOf, LEVEL_HEADROOM, scaleFor, step } from '../wire/binance/filters.ts';
import { FieldReader } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { decimalText } from '../wire/numbers.ts';

export const VENUE_ID = 'binance-spot';

/** Every price and size on the wire has eight decimals. */
const WIRE_SCALE = 8;

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
 * One entry of `exchangeInfo`. Scales are the venue's precisions, not the digits of tick and lot, because levels placed under
 * an older, finer tick stay in the book. A scale is lowered only if the largest allowed numbers would not fit in 2^53 (a market
 * quoted in rupiah, or a coin worth a millionth).
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
    priceScale: scaleFor(Math.min(read.whole('quotePrecision'), WIRE_SCALE), price['tickSize'], filterNumber(price['maxPrice'])),
    sizeScale: scaleFor(
      Math.min(read.whole('baseAssetPrecision'), WIRE_SCALE),
      lot['stepSize'],
      filterNumber(lot['maxQty']) * LEVEL_HEADROOM,
    ),
    tick: step(price['tickSize']),
    lot: step(lot['stepSize']),
    status: status === 'TRADING' ? 'trading' : HALTED.has(status) ? 'halted' : 'unknown',
    scaleFrom: 'definition',
    contract: null,
  };
  return read.problem === null ? ok(instrument) : refuse(read.problem.reason, read.problem.detail);
}
