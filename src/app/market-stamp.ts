import { instrumentId } from '../core/index.ts';
import type { MarketSource } from '../services/market/index.ts';

/** A value that changes when data arrive from a market; without a name, from any market. */
export const marketStamp =
  (engine: MarketSource) =>
  (symbol: string | null, venue: string | null): unknown => {
    if (symbol === null || venue === null) return engine.state.now;
    const streams = engine.state.feeds.get(venue)?.symbols.get(symbol)?.streams;
    if (streams === undefined || !engine.state.markets.has(instrumentId(venue, symbol))) return null;
    return Object.values(streams)
      .map(({ messages, state }) => `${messages}${state}`)
      .join(' ');
  };

/** The same for the input of a query; only the market's own names identify it. */
export const inputStamp = (engine: MarketSource) => {
  const stamp = marketStamp(engine);
  return ({ symbol, venue }: Readonly<Record<string, unknown>>): unknown =>
    // A market in another spelling is not found, so any new data change the value.
    (typeof symbol === 'string' && typeof venue === 'string' ? stamp(symbol, venue) : null) ?? stamp(null, null);
};
