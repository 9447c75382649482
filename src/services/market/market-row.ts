import type { MarketsAnswer } from './answers.ts';
import type { Reading } from './reading.ts';
import { lastPrice } from './ticker.ts';

/** An instrument's row in the list of markets. */
export function marketRow(reading: Reading): MarketsAnswer['markets'][number] {
  const { market, symbol } = reading;
  return {
    instrument: market.id,
    venue: market.venue,
    symbol: market.symbol,
    base: symbol.instrument?.base ?? '',
    quote: symbol.instrument?.quote ?? '',
    kind: symbol.instrument?.kind ?? 'spot',
    tick: symbol.instrument?.tick ?? null,
    lot: symbol.instrument?.lot ?? null,
    state: symbol.streams.book.state,
    last_price: lastPrice(reading),
  };
}
