import type { Finding } from '../../src/analytics/flow/detectors/index.ts';
import { fromMillis, instrumentId, US_PER_SECOND, type Micros } from '../../src/core/index.ts';
import { readConfig } from '../../src/app/config.ts';
import { createEngine, findingsOf } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type Episode, type ScenarioName } from '../../src/simulator/index.ts';
import { binanceSpot } from '../../src/venues/binance-spot/index.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const START = fromMillis(Date.UTC(2026, 0, 1));

/** Markets with different prices, ticks and rates, so that detectors are not tuned to one. */
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT', 'LTCUSDT'] as const;
const INTENSITIES = [1, 0.6, 1.5] as const;

export interface MarketRun {
  readonly scenario: ScenarioName;
  readonly seed: number;
  readonly from: Micros;
  readonly to: Micros;
  readonly episodes: readonly Episode[];
  readonly findings: readonly Finding[];
}

export interface RunOptions {
  readonly scenario: ScenarioName;
  readonly seed: number;
  /** Number of episodes to run for; 0: one hour. */
  readonly episodes: number;
}

/** A market with its actors, followed over the wire format by the whole engine, in virtual time. */
export function runMarket({ scenario, seed, episodes }: RunOptions): MarketRun {
  const symbol = SYMBOLS[seed % SYMBOLS.length] as string;
  const clock = createVirtualClock(START);
  const exchange = createExchange({
    venue: 'binance-spot',
    symbols: [symbol],
    seed,
    clock,
    scenario,
    intensity: INTENSITIES[seed % INTENSITIES.length] as number,
    journalSeconds: 1,
    historyMinutes: 0,
    episodePace: { first: 600, least: 30, mean: 90 },
  });
  const engine = createEngine({
    venues: new Map([[binanceSpot.card.id, binanceSpot]]),
    source: 'simulated',
    settings: readConfig({}),
  });
  const kept = new Map<string, Finding>();
  const driver = driveSimulated({
    venue: binanceSpot,
    exchange,
    clock,
    settings: { symbols: [symbol], streams: ['book', 'trade'], backfillMinutes: 0, auditSeconds: 3_600 },
    apply: (input) => engine.apply(input, null),
  });
  const done = () => (episodes > 0 ? exchange.episodes.length >= episodes : clock.now() >= START + 3_600 * US_PER_SECOND);
  for (let at = START; !done() && at < START + 6 * 3_600 * US_PER_SECOND;) {
    at += 10 * US_PER_SECOND;
    clock.advanceTo(at);
    keep();
  }
  clock.advanceTo(clock.now() + 15 * US_PER_SECOND);
  keep();
  function keep() {
    const market = engine.state.markets.get(instrumentId(binanceSpot.card.id, symbol));
    for (const finding of market === undefined ? [] : findingsOf(market)) kept.set(finding.id, finding);
  }
  driver.stop();
  exchange.stop();
  return { scenario, seed, from: START, to: clock.now(), episodes: exchange.episodes, findings: [...kept.values()] };
}
