import { fromMillis, US_PER_SECOND } from '../../src/core/index.ts';
import { type Input } from '../../src/runtime/feed/index.ts';
import { createEngine, type MarketSettings } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { binanceSpot } from '../../src/venues/binance-spot/index.ts';
import { driveSimulated } from '../../test/testing/simulated-feed.ts';

const START = fromMillis(Date.UTC(2026, 0, 1));

/** The inputs of a feed that follows a busy simulated Binance Spot for some virtual seconds. */
export function simulatedInputs(symbol: string, seconds: number, settings: MarketSettings): readonly Input[] {
  const clock = createVirtualClock(START);
  const exchange = createExchange({ venue: 'binance-spot', symbols: [symbol], seed: 11, clock, scenario: 'busy' });
  const engine = createEngine({ venues: new Map([[binanceSpot.card.id, binanceSpot]]), source: 'simulated', settings });
  const inputs: Input[] = [];
  const driver = driveSimulated({
    venue: binanceSpot,
    exchange,
    clock,
    settings: { symbols: [symbol], backfillMinutes: 0 },
    apply(input) {
      inputs.push(input);
      return engine.apply(input, null);
    },
  });
  clock.advanceTo(START + seconds * US_PER_SECOND);
  driver.stop();
  exchange.stop();
  return inputs;
}
