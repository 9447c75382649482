import type { Envelope } from './envelope.ts';
import type { Levels, MarketEvent } from './event.ts';
import { fromWireValues, kindOfWire, timeIn as at } from './data-envelope.ts';

const flat = (pairs: readonly (readonly [number, number])[]): Levels => Float64Array.from(pairs.flat());

/**
 * Converts an envelope back to its event, the inverse of `toEnvelope`. Two fields are not in an envelope and come back empty:
 * the touch after a change of the book, and the number of trades of a candle. Throws `RangeError` on an invalid time; the
 * schema excludes all other faults.
 */
export function fromEnvelope(envelope: Envelope): MarketEvent {
  const { venue, symbol, seq } = envelope;
  const base = { venue, symbol, seq, tsEvent: at(envelope.ts_event), tsRecv: at(envelope.ts_recv) };
  switch (envelope.type) {
    case 'trade_tick': {
      const { price, qty, side, trade_id: ordinal, venue_trade_id: id = String(ordinal), via } = envelope.payload;
      return { type: 'trade', ...base, id, ordinal, price, size: qty, side, via };
    }
    case 'order_book_depth': {
      const { bids, asks, whole } = envelope.payload;
      const levels = whole
        ? { bids: Float64Array.from(whole.bids), asks: Float64Array.from(whole.asks) }
        : { bids: flat(bids), asks: flat(asks) };
      return { type: 'book_snapshot', ...base, ...levels, touch: null };
    }
    case 'order_book_deltas':
      return {
        type: 'book_delta',
        ...base,
        bids: flat(envelope.payload.bids_upd),
        asks: flat(envelope.payload.asks_upd),
        touch: null,
      };
    case 'quote': {
      const { best_bid, best_ask } = envelope.payload;
      return { type: 'quote', ...base, bid: best_bid[0], bidSize: best_bid[1], ask: best_ask[0], askSize: best_ask[1] };
    }
    case 'candles':
      return {
        type: 'candles',
        ...base,
        candles: envelope.payload.candles.map(({ start, ...rest }) => ({ start: at(start), ...rest, trades: null })),
      };
    case 'feed_state': {
      const { stream, state, reason } = envelope;
      return { type: 'feed_state', ...base, stream, state, reason };
    }
    default: {
      const kind = kindOfWire(envelope.type);
      if (kind === undefined) throw new RangeError(`no event has the form ${envelope.type}`);
      return fromWireValues(kind, base, envelope.payload);
    }
  }
}
