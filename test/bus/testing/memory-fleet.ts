import { backendUnavailable, silentLog, US_PER_MS, type Micros } from '../../../src/core/index.ts';
import { createOutgoing, createPublisher, type Bus, type Publisher } from '../../../src/runtime/bus/index.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/runtime/bus/testing/memory-bus.ts';
import { createAnalyser, type Analyser } from '../../../src/services/market/bus/index.ts';
import { createEngine, marketReport, type Engine } from '../../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type VirtualClock } from '../../../src/simulator/index.ts';
import { venues } from '../../../src/venues/index.ts';
import { RUN_START, SETTINGS } from './simulated-run.ts';
import { driveSimulated } from '../../testing/simulated-feed.ts';
import { storedText } from './stored-text.ts';

const VENUE = 'binance-spot';
export const SYMBOL = 'BTCUSDT';
export const STREAM = 'stream';
export const LEASE_MS = 3_000;

/** A process of the fleet: it may die without releasing leases, or pause. */
interface Process {
  kill(): void;
  pause(): void;
  wake(): void;
}

export interface Ingest extends Process {
  readonly engine: Engine;
  readonly publisher: Publisher;
  /** Reports of its own engine at each tick, by time. */
  readonly reports: ReadonlyMap<Micros, string>;
}

export interface Reader extends Process {
  readonly analyser: Analyser;
}

/** Ingests and analysers in one process on virtual time, each with its own end of a bus in memory. */
export interface Fleet {
  readonly clock: VirtualClock;
  readonly store: MemoryStore;
  ingest(node: string, options?: { readonly backlogMost?: number; readonly source?: 'simulated' | 'recorded' }): Ingest;
  reader(node: string): Reader;
  /** Advances time and runs all timers. */
  pass(ms: number): Promise<void>;
  /** The stored report; null if it expired. */
  stored(): { readonly text: string; readonly at: Micros } | null;
}

const STEP_MS = 10;

/** A bus whose process may die or pause; calls then fail or wait. */
function mortal(bus: Bus): { readonly bus: Bus } & Process {
  let dead = false;
  let asleep: Promise<void> | null = null;
  let wake = () => {};
  const handler: ProxyHandler<Bus> = {
    get(target, name: keyof Bus) {
      if (name === 'status') return () => (dead ? { ...target.status(), state: 'down', reason: 'dead' } : target.status());
      return async (...args: never[]) => {
        if (asleep !== null) await asleep;
        if (dead) throw backendUnavailable({ reason: 'dead' });
        return (target[name] as (...given: never[]) => Promise<unknown>)(...args);
      };
    },
  };
  return {
    bus: new Proxy(bus, handler),
    kill: () => (dead = true),
    pause() {
      asleep = new Promise((resolve) => (wake = resolve));
    },
    wake() {
      asleep = null;
      wake();
    },
  };
}

export function createFleet(seed: number): Fleet {
  const clock = createVirtualClock(RUN_START);
  const store = createMemoryStore(clock);
  const exchange = createExchange({ venue: VENUE, seed, clock, historyMinutes: 2, levels: 150, symbols: [SYMBOL] });
  const venue = venues.get(VENUE);
  if (venue === undefined) throw new Error(`no venue ${VENUE}`);

  return {
    clock,
    store,
    ingest(node, { backlogMost, source = 'simulated' } = {}) {
      const { bus, ...process } = mortal(store.connect(node));
      const engine = createEngine({ venues, source, settings: SETTINGS });
      const outgoing = createOutgoing({ venue: VENUE, source, settings: { ...engine.settings } });
      const reports = new Map<Micros, string>();
      const publisher = createPublisher({
        bus,
        source,
        streams: [{ stream: STREAM, venue: VENUE, symbol: SYMBOL, source, first: true }],
        leaseMs: LEASE_MS,
        clock,
        log: silentLog,
        ...(backlogMost === undefined ? {} : { backlogMost }),
        opening(_venue, symbol) {
          const feed = engine.state.feeds.get(VENUE);
          return feed === undefined ? [] : outgoing.opening(feed, symbol, engine.state.now);
        },
      });
      let seq = 0;
      const driver = driveSimulated({
        venue,
        exchange,
        clock,
        settings: { symbols: [SYMBOL], seed },
        apply(input) {
          const position = { session: 1, seq: ++seq };
          const effects = engine.apply(input, position);
          const feed = engine.state.feeds.get(VENUE);
          if (feed !== undefined) publisher.take(VENUE, outgoing.after(feed, input, effects, position));
          if (input.kind === 'tick') reports.set(input.at, storedText(marketReport(engine, `${VENUE}:${SYMBOL}`, input.at)));
          return effects;
        },
      });
      const kill = () => {
        driver.stop();
        process.kill();
      };
      return { engine, publisher, reports, ...process, kill };
    },
    reader(node) {
      const { bus, ...process } = mortal(store.connect(node));
      const analyser = createAnalyser({
        bus,
        venues,
        settings: SETTINGS,
        leaseMs: LEASE_MS,
        reportMs: 60_000,
        keepMs: 600_000,
        clock,
        log: silentLog,
        check: () => [],
      });
      return { analyser, ...process };
    },
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += STEP_MS) {
        clock.advanceBy(STEP_MS);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    stored() {
      const held = store.values.get(`report:${SYMBOL}`);
      if (held === undefined || held.until <= clock.now()) return null;
      const { generated_at: at } = JSON.parse(held.value) as { generated_at: string };
      return { text: held.value, at: Date.parse(at) * US_PER_MS };
    },
  };
}
