import { instrumentId, ok, refuse, US_PER_MS } from '../../core/index.ts';
import type { Instrument, InstrumentKind, Result } from '../../core/index.ts';
import { filterNumber, filterOf, LEVEL_HEADROOM, scaleFor, step } from '../wire/binance/filters.ts';
import { FieldReader } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { decimalText } from '../wire/numbers.ts';

export const VENUE_ID = 'binance-usdm';

const HALTED = new Set(['PENDING_TRADING', 'PRE_DELIVERING', 'DELIVERING', 'DELIVERED', 'PRE_SETTLE', 'SETTLING', 'CLOSE']);

/** Delivery date, in ms, of a contract that is never delivered: 25 December 2100. */
const NEVER_MS = 4_133_404_800_000;

/**
 * A contract's kind. A delisted perpetual gets a delivery date and keeps its type; a perpetual that is not yet listed has no
 * type.
 */
function kindOf(type: string, deliveryMs: number): InstrumentKind {
  return type.includes('PERPETUAL') || deliveryMs >= NEVER_MS ? 'perp' : 'future';
}

/**
 * One entry of `exchangeInfo`. Sizes are in base currency. Scales are the venue's precisions, lowered only if the largest
 * numbers would not fit in 2^53.
 */
export function readInstrument(entry: JsonObject): Result<Instrument> {
  const read = new FieldReader(entry, decimalText);
  const symbol = read.symbol('symbol');
  const price = filterOf(entry, 'PRICE_FILTER');
  const lot = filterOf(entry, 'LOT_SIZE');
  const status = read.text('status');
  const deliveryMs = read.whole('deliveryDate');
  const base = read.symbol('baseAsset');
  const instrument: Instrument = {
    id: instrumentId(VENUE_ID, symbol),
    venue: VENUE_ID,
    symbol,
    kind: kindOf(read.text('contractType'), deliveryMs),
    base,
    quote: read.symbol('quoteAsset'),
    priceScale: scaleFor(read.whole('pricePrecision'), price['tickSize'], filterNumber(price['maxPrice'])),
    sizeScale: scaleFor(read.whole('quantityPrecision'), lot['stepSize'], filterNumber(lot['maxQty']) * LEVEL_HEADROOM),
    tick: step(price['tickSize']),
    lot: step(lot['stepSize']),
    status: status === 'TRADING' ? 'trading' : HALTED.has(status) ? 'halted' : 'unknown',
    scaleFrom: 'definition',
    contract: {
      // Sizes are in base currency.
      size: 1,
      settle: read.has('marginAsset') ? read.symbol('marginAsset') : null,
      inverse: false,
      underlying: base,
      expiry: deliveryMs >= NEVER_MS ? null : deliveryMs * US_PER_MS,
      strike: null,
      optionSide: null,
    },
  };
  return read.problem === null ? ok(instrument) : refuse(read.problem.reason, read.problem.detail);
}
