import { fromUnits, instrumentId, MAX_SCALE, ok, refuse } from '../../core/index.ts';
import type { Instrument, Result } from '../../core/index.ts';
import { FieldReader } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { decimalText } from '../wire/numbers.ts';
import { fromWsName } from './names.ts';

export const VENUE_ID = 'kraken-spot';

const TRADING = new Set(['online', 'limit_only', 'reduce_only']);
const HALTED = new Set(['cancel_only', 'post_only', 'maintenance', 'delisted', 'work_in_progress']);

/** One entry of `AssetPairs`. `pair_decimals` and `lot_decimals` are the precisions used in the book's checksum. */
export function readInstrument(entry: JsonObject): Result<Instrument> {
  const read = new FieldReader(entry, decimalText);
  const symbol = fromWsName(read.symbol('wsname'));
  const [base, quote] = symbol.split('/');
  if (base === undefined || quote === undefined) read.refuse('bad_symbol', `wsname: ${symbol}`);
  const priceScale = read.whole('pair_decimals');
  const sizeScale = read.whole('lot_decimals');
  if (priceScale > MAX_SCALE || sizeScale > MAX_SCALE)
    read.refuse('bad_number', `pair_decimals ${priceScale}, lot_decimals ${sizeScale}`);
  const status = read.has('status') ? read.text('status') : '';
  const instrument: Instrument = {
    id: instrumentId(VENUE_ID, symbol),
    venue: VENUE_ID,
    symbol,
    kind: 'spot',
    base: base ?? '',
    quote: quote ?? '',
    priceScale,
    sizeScale,
    tick: read.has('tick_size') ? read.positive('tick_size') : null,
    lot: fromUnits(1, sizeScale),
    status: TRADING.has(status) ? 'trading' : HALTED.has(status) ? 'halted' : 'unknown',
    scaleFrom: 'definition',
    contract: null,
  };
  return read.problem === null ? ok(instrument) : refuse(read.problem.reason, read.problem.detail);
}
