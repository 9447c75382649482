import { expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { fromMillis, instrumentId, US_PER_SECOND } from '../../src/core/index.ts';
import { createEngine, findingsOf } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { knownVenue } from '../../src/venues/index.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const SYMBOL = 'ETH/USD';

// Kraken sends the update of the book before the trade that caused it, both with the same time.
test('icebergs are found on Kraken, at their side and price', () => {
  const venue = knownVenue('kraken-spot');
  const clock = createVirtualClock(fromMillis(Date.UTC(2026, 0, 15, 12)));
  const exchange = createExchange({
    venue: 'kraken-spot',
    symbols: [SYMBOL],
    seed: 7,
    clock,
    scenario: 'iceberg',
    levels: 60,
    intensity: 0.3,
    episodePace: { first: 130, least: 2, mean: 5 },
  });
  const engine = createEngine({ venues: new Map([[venue.card.id, venue]]), source: 'simulated', settings: readConfig({}) });
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { streams: ['book', 'trade'], backfillMinutes: 0 },
    apply: (input) => engine.apply(input, null),
  });
  for (let second = 0; second < 210; second++) clock.advanceTo(clock.now() + US_PER_SECOND);
  driver.stop();
  exchange.stop();
  const market = engine.state.markets.get(instrumentId(venue.card.id, SYMBOL));
  const found = market === undefined ? [] : findingsOf(market);
  const planted = exchange.episodes.map(({ side, tick }) => `${side} ${tick}`);
  const places = found.map(({ kind, side, price }) => `${kind} ${side} ${Math.round((price ?? 0) * 100)}`);
  expect(planted.length).toBeGreaterThanOrEqual(3);
  expect(places.length).toBeGreaterThanOrEqual(2);
  expect(planted.map((place) => `iceberg ${place}`)).toEqual(expect.arrayContaining(places));
});
