import { join } from 'node:path';
import { readConfig } from '../../src/app/config.ts';
import { fromMillis, US_PER_SECOND } from '../../src/core/index.ts';
import { openRecording } from '../../src/recordings/index.ts';
import { createEngine } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type ScenarioName } from '../../src/simulator/index.ts';
import { binanceSpot } from '../../src/venues/binance-spot/index.ts';
import { venues } from '../../src/venues/index.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';
import { followEngine, type Episode, type MarketSamples } from './withdrawal-samples.ts';

/** Real recordings with a book of changes; a feed of complete books has no withdrawals. */
export const RECORDINGS = [
  'recordings/spot_btcusdt_20240808.gz',
  'recordings/spot_ethusdt_20240808.gz',
  'recordings/usdm_btcusdt_20240808.gz',
  'recordings/ethbtc-2020-11-01/ETHBTC_2020-11-01T09-00-00_update.json.gz',
];

/** The withdrawals of one recording. */
export async function samplesOfRecording(root: string, name: string): Promise<MarketSamples> {
  const engine = createEngine({ venues, source: 'recorded', settings: readConfig({}) });
  const following = followEngine('real', 0);
  for await (const { input } of (await openRecording(join(root, name))).inputs()) {
    const effects = engine.apply(input, null);
    if (input.kind !== 'start') following.take(engine, effects, input.at);
  }
  return following.done([]);
}

const START = fromMillis(Date.UTC(2026, 0, 1));
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT', 'LTCUSDT'] as const;
const INTENSITIES = [1, 0.6, 1.5] as const;
const SPOOFS = new Set(['spoofing', 'layered_walls']);

/** The withdrawals of one scenario of our own simulator, with its spoofing as episodes. */
export function samplesOfScenario(scenario: ScenarioName, seed: number, minutes: number): MarketSamples {
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
  const following = followEngine('simulator', seed);
  const driver = driveSimulated({
    venue: binanceSpot,
    exchange,
    clock,
    settings: { symbols: [symbol], streams: ['book', 'trade'], backfillMinutes: 0, auditSeconds: 3_600 },
    apply: (input) => {
      const effects = engine.apply(input, null);
      if (input.kind !== 'start') following.take(engine, effects, input.at);
      return effects;
    },
  });
  clock.advanceTo(START + minutes * 60 * US_PER_SECOND);
  driver.stop();
  exchange.stop();
  const episodes = exchange.episodes.flatMap(({ kind, side, prepared, end }): Episode[] =>
    SPOOFS.has(kind) && side !== null
      ? [{ kind: 'spoofing', side, fair: true, from: prepared / US_PER_SECOND, to: end / US_PER_SECOND, prices: [] }]
      : [],
  );
  return following.done(episodes);
}
