import { fromMillis, instrumentId, US_PER_MS, type Micros } from '../../../src/core/index.ts';
import type { FeedSettings } from '../../../src/runtime/feed/index.ts';
import { createOutgoing, type Outgoing } from '../../../src/runtime/bus/index.ts';
import { createEngine, marketReport, type Engine } from '../../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type SimulatedVenue } from '../../../src/simulator/index.ts';
import { venues } from '../../../src/venues/index.ts';
import { readConfig } from '../../../src/app/config.ts';
import { driveSimulated } from '../../testing/simulated-feed.ts';
import { latestText, storedText } from './stored-text.ts';

export const RUN_START = fromMillis(Date.UTC(2026, 0, 15, 12));
export const SETTINGS = readConfig({});

export interface SimulatedRun {
  /** Messages of the feed in order, by input. */
  readonly published: readonly (readonly Outgoing[])[];
  /** Reports of the engine that ran the feed, by instrument and the time of the tick. */
  readonly reports: ReadonlyMap<string, string>;
  /** The newest values likewise. */
  readonly latest: ReadonlyMap<string, string>;
  readonly engine: Engine;
}

export interface SimulatedRunOptions {
  readonly venue: SimulatedVenue;
  readonly seconds: number;
  readonly seed: number;
  readonly faults?: string;
  readonly symbols?: readonly string[];
  /** Symbols followed at the start; default: all. */
  readonly followed?: readonly string[];
  readonly settings?: Partial<FeedSettings>;
  readonly markedOnly?: readonly string[];
  /** Changes applied one after another: the run lasts `seconds` before the first, and `seconds` after each. */
  readonly changes?: readonly (readonly ['follow' | 'unfollow', string])[];
}

export const reportKey = (id: string, at: Micros): string => `${id}@${at}`;

/** Runs one simulated venue on virtual time. Records its published messages and its own engine's reports at each tick. */
export function simulatedRun({
  venue: id,
  seconds,
  seed,
  faults,
  symbols,
  followed,
  settings = {},
  markedOnly = [],
  changes = [],
}: SimulatedRunOptions): SimulatedRun {
  const clock = createVirtualClock(RUN_START);
  const venue = venues.get(id);
  if (venue === undefined) throw new Error(`no venue ${id}`);
  const engine = createEngine({ venues, source: 'simulated', settings: SETTINGS });
  const exchange = createExchange({
    venue: id,
    seed,
    clock,
    historyMinutes: 2,
    levels: 300,
    markedOnly,
    ...(symbols === undefined ? {} : { symbols }),
    ...(faults === undefined ? {} : { faults }),
  });
  const outgoing = createOutgoing({ venue: id, source: 'simulated', settings: { ...engine.settings } });
  const published: (readonly Outgoing[])[] = [];
  const reports = new Map<string, string>();
  const latest = new Map<string, string>();
  let seq = 0;
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { seed, ...settings, ...(followed === undefined ? {} : { symbols: followed }) },
    apply(input) {
      const position = { session: 1, seq: ++seq };
      const effects = engine.apply(input, position);
      const feed = engine.state.feeds.get(id);
      if (feed !== undefined) published.push(outgoing.after(feed, input, effects, position));
      if (input.kind === 'tick')
        for (const symbol of exchange.symbols) {
          const key = reportKey(instrumentId(id, symbol), input.at);
          reports.set(key, storedText(marketReport(engine, instrumentId(id, symbol), input.at)));
          latest.set(key, latestText(engine, instrumentId(id, symbol), input.at));
        }
      return effects;
    },
  });
  clock.advanceBy((seconds * 1_000_000) / US_PER_MS);
  for (const [kind, symbol] of changes) {
    void driver.change(kind, symbol);
    clock.advanceBy((seconds * 1_000_000) / US_PER_MS);
  }
  driver.stop();
  exchange.stop();
  return { published, reports, latest, engine };
}
