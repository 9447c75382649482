import { expect } from 'vitest';
import { fromMillis, US_PER_SECOND } from '../../src/core/index.ts';
import { readConfig } from '../../src/app/config.ts';
import { createEngine, createMarketService } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type ScenarioName } from '../../src/simulator/index.ts';
import { binanceUsdm } from '../../src/venues/binance-usdm/index.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const VENUE = 'binance-usdm';
const SYMBOL = 'BTCUSDT';
const query = { symbol: SYMBOL, venue: VENUE };
/** Fields that hold a duration. */
const DURATION = /(^|_)(s|sec|ms)$/;

/** Where an answer has a number that is not finite, or a duration below 0. */
function wrongIn(value: unknown, path = ''): string[] {
  if (typeof value === 'number') {
    const isBelow = value < 0 && DURATION.test(path.slice(path.lastIndexOf('.') + 1));
    return Number.isFinite(value) && !isBelow ? [] : [`${path}: ${value}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => wrongIn(inner, `${path}.${name}`));
}

interface ClockStepRun {
  readonly faults: string;
  readonly seed: number;
  readonly seconds: number;
  readonly scenario?: ScenarioName;
  /** Seconds between two rounds of questions. */
  readonly every?: number;
}

/** Runs a market whose venue's clock is set, and asks for every answer with durations. */
export async function followSetClock({ faults, seed, seconds, every = 10, ...market }: ClockStepRun): Promise<void> {
  const clock = createVirtualClock(START);
  const exchange = createExchange({
    ...{ venue: VENUE, symbols: [SYMBOL], seed, clock, faults, levels: 60, intensity: 0.1, historyMinutes: 0 },
    ...market,
  });
  const engine = createEngine({ venues: new Map([[VENUE, binanceUsdm]]), source: 'simulated', settings: readConfig({}) });
  let seq = 0;
  const driver = driveSimulated({
    ...{ venue: binanceUsdm, exchange, clock, settings: { seed } },
    apply: (input) => engine.apply(input, { session: 1, seq: ++seq }),
  });
  const service = createMarketService({ engine, clock, rawLog: null, syncWaitMs: 0 });
  for (let s = 0; s < seconds; s += every) {
    clock.advanceBy(every * 1_000);
    const answers = {
      anomalies: await service.getAnomalies({ ...query, minSeverity: 'low', limit: 100 }),
      changes: await service.getChanges({ ...query, minutes: 1 }),
      features: await service.getFeatures(query),
      flow: await service.getFlow({ ...query, windows: [1, 30] }),
      liquidity: await service.getLiquidity({ ...query, sizes: [1] }),
      report: await service.getReport(query),
      trades: await service.getTrades({ ...query, limit: 5 }),
      vpin: await service.getVpin(query),
    };
    expect(wrongIn(answers), `${faults}, seed ${seed}, ${(clock.now() - START) / US_PER_SECOND} s`).toEqual([]);
  }
  driver.stop();
  exchange.stop();
}
