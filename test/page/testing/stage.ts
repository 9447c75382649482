import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { openAlerts } from '../../../src/app/alerts.ts';
import { readConfig } from '../../../src/app/config.ts';
import { inputStamp } from '../../../src/app/market-stamp.ts';
import { readPage } from '../../../src/app/page.ts';
import { openServerState } from '../../../src/app/state.ts';
import { fromMillis, silentLog, type Micros, type Source } from '../../../src/core/index.ts';
import { createHttpFace } from '../../../src/faces/http/index.ts';
import { compileCatalogue, createWatchHub } from '../../../src/operations/index.ts';
import { handMadeServices } from '../../../src/operations/testing/services.ts';
import { createAskVenue } from '../../../src/runtime/venue-answers/index.ts';
import type { FollowedSymbol } from '../../../src/runtime/venue-answers/choose-venue.ts';
import { createCandleService } from '../../../src/services/candles/index.ts';
import { createEngine, createMarketService, followedSymbol, overallHealth } from '../../../src/services/market/index.ts';
import { createExchange, type ScenarioName } from '../../../src/simulator/index.ts';
import { createVirtualClock } from '../../../src/simulator/virtual-clock.ts';
import { binanceSpot } from '../../../src/venues/binance-spot/index.ts';
import { driveSimulated } from '../../testing/simulated-feed.ts';

const START: Micros = fromMillis(Date.UTC(2026, 0, 15, 12));
const STEP_MS = 50;

export interface PageStage {
  readonly url: string;
  /** Advances the market's time as fast as this machine can. */
  run(seconds: number): Promise<void>;
  /** Runs the market's time at `speed` times real time from now on; 0 stops it. */
  pace(speed: number): void;
  now(): Micros;
  close(): Promise<void>;
}

interface StageOptions {
  readonly scenario?: ScenarioName;
  readonly symbols?: readonly string[];
  readonly faults?: string;
  readonly source?: Source;
  /** Another seed is another market: its prices, trades and ids differ. */
  readonly seed?: number;
  /** 0: any free port. */
  readonly port?: number;
  /** `running`: alerts as a server has them, which fire. Default: written by hand. */
  readonly alerts?: 'by-hand' | 'running';
  /** `of-venue`: the venue is asked for its candles, as a server does. Default: written by hand. */
  readonly candles?: 'by-hand' | 'of-venue';
  /** How much market lies behind the start, minutes. */
  readonly historyMinutes?: number;
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** The whole server with its page on a simulated market with a test-controlled clock. */
export async function pageStage({
  scenario = 'calm',
  symbols = ['BTCUSDT', 'ETHUSDT'],
  faults,
  source = 'simulated',
  seed = 11,
  port = 0,
  alerts = 'by-hand',
  candles = 'by-hand',
  historyMinutes,
}: StageOptions = {}): Promise<PageStage> {
  const clock = createVirtualClock(START);
  const venue = binanceSpot;
  const venues = new Map([[venue.card.id, venue]]);
  const exchange = createExchange({
    venue: 'binance-spot',
    symbols: [...symbols],
    seed,
    clock,
    scenario,
    ...(faults === undefined ? {} : { faults }),
    ...(historyMinutes === undefined ? {} : { historyMinutes }),
  });
  const engine = createEngine({ venues, source, settings: readConfig({}) });
  const market = createMarketService({ engine, clock, rawLog: null, syncWaitMs: 8_000 });
  const ask = createAskVenue({ driverOf: () => driver, clock, budgetMs: 20_000 });
  const followed: FollowedSymbol = (id, asked) => followedSymbol(engine, id, asked);
  const asking = candles === 'by-hand' ? {} : { candles: createCandleService({ venues, followed, ask, source, clock }) };
  const byHand = { ...handMadeServices(), market, ...asking };
  const registry = compileCatalogue({ detail: 'full' });
  const hub = createWatchHub({
    context: { services: () => Promise.resolve(byHand), registry, log: silentLog },
    stamp: inputStamp(engine),
    clock,
  });
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-page-'));
  const opened = alerts === 'running' ? openServerState(folder, source) : null;
  const running =
    opened === null
      ? null
      : openAlerts({ opened, config: readConfig({}), source, market, engine, hub, clock, log: silentLog, isNewMarket: false });
  const services = running === null ? byHand : { ...byHand, alerts: running.service };
  const face = createHttpFace({
    registry,
    mcpRegistry: compileCatalogue({ detail: 'concise' }),
    services: async () => services,
    log: silentLog,
    version: '0.0.0-page',
    health: async () => overallHealth(engine, clock.now(), null),
    metrics: new Registry(),
    page: readPage(),
    clock,
  });
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { symbols: [...symbols], backfillMinutes: 30 },
    apply: (input) => engine.apply(input, null),
  });
  let speed = 0;
  const ending = new AbortController();
  /** Yields between steps, so that waiting timers can run. */
  const pump = async () => {
    let then = performance.now();
    let owed = 0;
    while (!ending.signal.aborted) {
      await turn();
      const now = performance.now();
      owed = Math.min(owed + (now - then) * speed, 2_000);
      then = now;
      if (owed < STEP_MS) await new Promise((resolve) => setTimeout(resolve, 2));
      else {
        clock.advanceBy(STEP_MS);
        owed -= STEP_MS;
      }
    }
  };
  const url = await face.listen({ host: '127.0.0.1', port });
  void pump();
  return {
    url,
    run: async (seconds) => {
      for (let passed = 0; passed < seconds * 1_000; passed += STEP_MS) {
        clock.advanceBy(STEP_MS);
        await turn();
      }
    },
    pace: (wanted) => void (speed = wanted),
    now: () => clock.now(),
    close: async () => {
      ending.abort();
      driver.stop();
      exchange.stop();
      await running?.close();
      opened?.state?.close();
      await face.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
