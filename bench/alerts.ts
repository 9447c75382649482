import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { alertAsking, alertMarket } from '../src/app/alerts.ts';
import { readConfig } from '../src/app/config.ts';
import { inputStamp } from '../src/app/market-stamp.ts';
import { seededRandom, silentLog } from '../src/core/index.ts';
import { compileCatalogue, createWatchHub } from '../src/operations/index.ts';
import { handMadeServices } from '../src/operations/testing/services.ts';
import { openState } from '../src/runtime/state/index.ts';
import { systemClock } from '../src/runtime/transport/index.ts';
import { createAlerts, type RunningAlerts } from '../src/services/alerts/index.ts';
import { createEngine, createMarketService } from '../src/services/market/index.ts';
import { createExchange } from '../src/simulator/index.ts';
import { binanceSpot } from '../src/venues/binance-spot/index.ts';
import type { BenchRow } from './support/row.ts';
import { percentile, rounded } from './support/stats.ts';
import { driveSimulated } from '../test/testing/simulated-feed.ts';

const RULES = 10_000;
const UPDATES = 1_000;
const DELAY_LIMIT_MS = 50;
/** A rule is evaluated each 250 ms while its market moves; a second between two evaluations would be a stall. */
const LOOK_LIMIT_MS = 1_000;
const SECONDS = 20;
const SYMBOLS = Array.from({ length: 24 }, (_, i) => `C${String.fromCodePoint(65 + i)}USDT`);

/** Conditions of the rules, in rotation: every operation, numbers and text, thresholds that are crossed and others that are not. */
const WATCHED = [
  { operation: 'get_report', field: 'mid_price', when: 'crosses', near: 'mid' },
  { operation: 'get_report', field: 'spread_bps', when: 'above', near: 'spread' },
  { operation: 'get_report', field: 'depth.imbalance', when: 'above', near: 'share' },
  { operation: 'get_report', field: 'state', when: 'changes', near: 'none' },
  { operation: 'get_flow', field: 'orders_per_sec', when: 'sigma', near: 'sigma' },
  { operation: 'get_liquidity', field: 'walls[].qty', when: 'above', near: 'size' },
] as const;

/** A simulated market followed by this process; `asked` has each answer to a rule's query, with its time. */
function follow() {
  const settings = readConfig({});
  const exchange = createExchange({ venue: 'binance-spot', symbols: SYMBOLS, seed: 3, clock: systemClock, scenario: 'calm' });
  const engine = createEngine({ venues: new Map([[binanceSpot.card.id, binanceSpot]]), source: 'simulated', settings });
  const market = createMarketService({ engine, clock: systemClock, rawLog: null, syncWaitMs: 8_000 });
  // Rules query only the market.
  const services = handMadeServices(market);
  let seq = 0;
  const driver = driveSimulated({
    venue: binanceSpot,
    exchange,
    clock: systemClock,
    settings: { symbols: SYMBOLS, backfillMinutes: 0 },
    // A log position, so that each answer gets a receipt as in a server.
    apply: (input) => engine.apply(input, { session: 1, seq: ++seq }),
  });
  const asked = new Map<string, number[]>();
  const registry = compileCatalogue({ detail: 'full' });
  const context = { registry, services: async () => services, log: silentLog };
  const asking = alertAsking(createWatchHub({ context, stamp: inputStamp(engine), clock: systemClock }));
  return {
    engine,
    market: alertMarket(market, engine),
    asked,
    asking: {
      ...asking,
      ask: (operation: string, input: Readonly<Record<string, unknown>>) => {
        const key = `${operation} ${String(input['symbol'])}`;
        asked.set(key, [...(asked.get(key) ?? []), performance.now()]);
        return asking.ask(operation, input);
      },
    },
    stop() {
      driver.stop();
      exchange.stop();
    },
  };
}

async function addRules({ service }: RunningAlerts, mids: ReadonlyMap<string, number>): Promise<void> {
  const random = seededRandom(9);
  for (let i = 0; i < RULES; i++) {
    const symbol = SYMBOLS[i % SYMBOLS.length] as string;
    const { operation, field, when, near } = WATCHED[Math.floor(i / SYMBOLS.length) % WATCHED.length] as (typeof WATCHED)[number];
    const value = {
      mid: (mids.get(symbol) ?? 0) * (1 + (random() - 0.5) / 500),
      spread: random() * 20,
      share: random() * 2 - 1,
      sigma: 3 + random(),
      size: random() * 1_000,
      none: null,
    }[near];
    await service.create({
      operation,
      input: { symbol },
      field,
      when,
      value,
      aggregate: field.includes('[]') ? 'max' : null,
      rearm: null,
      match: null,
      more: [],
      side: 'both',
      window_sec: 60,
      // Rules without a threshold would be duplicates without this difference.
      cooldown_sec: 1 + i / RULES,
      enabled: true,
      when_stale: 'hold',
      expects: null,
      outlets: ['log'],
      note: null,
      expires_in_sec: null,
    });
  }
}

/** Event loop delay and number of updates over some seconds. */
async function measured(inputs: () => number): Promise<{ p99: number; most: number; perSecond: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const [began, before] = [performance.now(), inputs()];
  delay.enable();
  await sleep(SECONDS * 1_000);
  delay.disable();
  const perSecond = (inputs() - before) / ((performance.now() - began) / 1_000);
  return { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6, perSecond };
}

/** Ten thousand rules on a market of over a thousand updates a second, all in one process with the market itself. */
export default async function alertsBench(): Promise<readonly BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), 'tallyfoil-bench-alerts-'));
  const state = openState(join(directory, 'state.sqlite'));
  const { engine, market, asked, asking, stop } = follow();
  try {
    await sleep(5_000);
    const without = await measured(() => engine.state.inputs);
    const sent = { count: 0 };
    const alerts = createAlerts({
      state,
      asking,
      market,
      outlets: {
        refuse: async () => null,
        shown: (outlet) => outlet,
        send: async () => {
          sent.count++;
          return { kind: 'taken' };
        },
      },
      source: 'simulated',
      clock: systemClock,
      random: seededRandom(2),
      log: silentLog,
    });
    const mids = new Map<string, number>();
    for (const symbol of SYMBOLS) {
      const { mid } = await market.mid(symbol, binanceSpot.card.id);
      if (mid !== null) mids.set(symbol, mid);
    }
    await addRules(alerts, mids);
    alerts.start();
    await sleep(3_000);
    const evaluations = () => alerts.service.list({ limit: 0, fired: 1 });
    const before = await evaluations();
    asked.clear();
    const withRules = await measured(() => engine.state.inputs);
    const fired = ((await evaluations()).fired[0]?.seq ?? 0) - (before.fired[0]?.seq ?? 0);
    const looks = [...asked.values()].flatMap((times) => times.slice(1).map((time, i) => time - (times[i] ?? time)));
    await alerts.stop();
    const look = percentile(looks, 99);
    const common = { data: 'simulated', n: looks.length } as const;
    const what = `${RULES} rules on ${SYMBOLS.length} symbols and ${asked.size} questions`;
    return [
      {
        bench: 'alerts-updates',
        value: Math.round(withRules.perSecond),
        unit: `updates/s taken, ${what}`,
        against: `target ${UPDATES} updates/s`,
        ratio: rounded(withRules.perSecond / UPDATES),
        ...common,
        beside: {
          without_rules: Math.round(without.perSecond),
          answers_per_s: Math.round(looks.length / SECONDS),
          fired_per_s: rounded(fired / SECONDS, 1),
          delivered: sent.count,
        },
      },
      {
        bench: 'alerts-delay',
        value: rounded(withRules.p99),
        unit: `ms that the event loop is late, p99, ${what}`,
        against: `limit ${DELAY_LIMIT_MS} ms`,
        ratio: rounded(withRules.p99 / DELAY_LIMIT_MS),
        ...common,
        beside: {
          most_ms: rounded(withRules.most),
          without_p99_ms: rounded(without.p99),
          without_most_ms: rounded(without.most),
        },
      },
      {
        bench: 'alerts-look',
        value: rounded(look),
        unit: `ms between two looks at a question, p99, ${what}`,
        against: `limit ${LOOK_LIMIT_MS} ms`,
        ratio: rounded(look / LOOK_LIMIT_MS),
        ...common,
        beside: { p50_ms: rounded(percentile(looks, 50)), most_ms: rounded(Math.max(...looks)) },
      },
    ];
  } finally {
    stop();
    state.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
