import type { Finding } from '../../src/analytics/flow/detectors/index.ts';
import { readConfig } from '../../src/app/config.ts';
import { fromMillis, instrumentId, silentLog, US_PER_MS, US_PER_SECOND, type Micros } from '../../src/core/index.ts';
import { driveFeed, type FeedSettings } from '../../src/runtime/feed/index.ts';
import { createEngine, findingsOf, type Engine } from '../../src/services/market/index.ts';
import { createVirtualClock } from '../../src/simulator/index.ts';
import { binanceSpot } from '../../src/venues/binance-spot/index.ts';
import type { Generate, Label, MarketOptions } from './contract.ts';
import { createSpotExchange, SYMBOL } from './spot-exchange.ts';

const START = fromMillis(Date.UTC(2026, 0, 1));
const KEEP_US = 60 * US_PER_SECOND;

/** The detectors don't read `bookTicker`, and it is most of the messages. */
const SETTINGS: FeedSettings = {
  symbols: [SYMBOL],
  streams: ['book', 'trade'],
  wsHosts: binanceSpot.card.hosts.ws.urls,
  restHosts: binanceSpot.card.hosts.rest.urls,
  seed: 1,
  backfillMinutes: 0,
  auditSeconds: 3_600,
  recorded: false,
};

export interface MarketRun {
  readonly labels: readonly Label[];
  readonly findings: readonly Finding[];
  /** The engine at the end of the market. */
  readonly engine: Engine;
}

const marketOf = ({ state }: Engine) => state.markets.get(instrumentId(binanceSpot.card.id, SYMBOL));

/** The feed's view of the market. */
export const followedOf = ({ state }: Engine) => state.feeds.get(binanceSpot.card.id)?.symbols.get(SYMBOL);

export const atOf = (millis: number): Micros => START + Math.round(millis * US_PER_MS);

/** Sends a generated market through the feed and the engine as Binance Spot would send it, in virtual time. */
export function runMarket(generate: Generate, options: MarketOptions): MarketRun {
  const market = generate(options);
  const clock = createVirtualClock(START);
  const exchange = createSpotExchange(market, clock, START);
  const engine = createEngine({
    venues: new Map([[binanceSpot.card.id, binanceSpot]]),
    source: 'simulated',
    settings: readConfig({}),
  });
  const kept = new Map<string, Finding>();
  const keep = () => {
    const followed = marketOf(engine);
    for (const finding of followed === undefined ? [] : findingsOf(followed)) kept.set(finding.id, finding);
  };
  const driver = driveFeed({
    venue: binanceSpot,
    settings: SETTINGS,
    transport: exchange.transport,
    clock,
    log: silentLog,
    apply: (input) => engine.apply(input, null),
  });
  let next = START + KEEP_US;
  for (const message of market.messages()) {
    const at = atOf(message.at);
    if (at > clock.now()) clock.advanceTo(at);
    exchange.play(message);
    if (at < next) continue;
    keep();
    next = at + KEEP_US;
  }
  clock.advanceTo(clock.now() + 15 * US_PER_SECOND);
  keep();
  driver.stop();
  return { labels: market.labels(), findings: [...kept.values()], engine };
}
