import { fromMillis, instrumentId, silentLog, US_PER_SECOND, type MarketEvent } from '../../../src/core/index.ts';
import { toEnvelope } from '../../../src/core/envelope.ts';
import { driveFeed } from '../../../src/runtime/feed/index.ts';
import { openRawLog, type RawLogOptions } from '../../../src/runtime/raw-log/index.ts';
import { createEngine, marketReport } from '../../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type SimulatedVenue } from '../../../src/simulator/index.ts';
import { venues } from '../../../src/venues/index.ts';
import { readConfig } from '../../../src/app/config.ts';

export const RUN_START = fromMillis(Date.UTC(2026, 0, 15, 12));

export interface LoggedRunOptions {
  readonly directory: string;
  readonly venues: readonly SimulatedVenue[];
  readonly seconds: number;
  readonly seed: number;
  readonly faults?: string;
  readonly log?: Partial<RawLogOptions>;
}

/** What the live run itself said, in the words of `--emit`. */
export interface LoggedRun {
  /** The reports of each second, by the rule that a replay uses. */
  readonly reports: readonly string[];
  readonly events: readonly string[];
}

const venueOf = (id: SimulatedVenue) => {
  const venue = venues.get(id);
  if (venue === undefined) throw new Error(`no venue ${id}`);
  return venue;
};

/** Runs simulated venues on virtual time into a raw log, as a server does, and keeps what its engine says. */
export async function logRun({ directory, seconds, seed, faults, log = {}, ...chosen }: LoggedRunOptions): Promise<LoggedRun> {
  const clock = createVirtualClock(RUN_START);
  // Named as a replay will name it, so that the two can be compared to the byte.
  const engine = createEngine({ venues, source: 'recorded', settings: readConfig({}) });
  const rawLog = await openRawLog({
    directory,
    clock,
    venues: chosen.venues,
    configHash: 'test',
    checkpoint: () => engine.checkpoint(),
    ...log,
  });
  const reports: string[] = [];
  const events: string[] = [];
  let second = 0;
  const tell = (event: MarketEvent) => void events.push(JSON.stringify(toEnvelope(event, 'recorded')));
  const parts = chosen.venues.map((id, index) => {
    const exchange = createExchange({
      venue: id,
      seed: seed + index,
      clock,
      historyMinutes: 2,
      levels: 300,
      ...(faults === undefined ? {} : { faults }),
    });
    const venue = venueOf(id);
    const driver = driveFeed({
      venue,
      transport: exchange.transport(),
      clock,
      log: silentLog,
      settings: {
        symbols: exchange.symbols,
        streams: venue.card.streams,
        wsHosts: venue.card.hosts.ws.urls,
        restHosts: venue.card.hosts.rest.urls,
        seed,
        backfillMinutes: 1,
        auditSeconds: 25,
        recorded: false,
      },
      apply(input) {
        const position = rawLog.append(input);
        const effects = engine.apply(input, position);
        for (const effect of effects) if (effect.kind === 'event') tell(effect.event);
        if (input.kind === 'tick' && Math.floor(input.at / US_PER_SECOND) > second) {
          second = Math.floor(input.at / US_PER_SECOND);
          for (const [venueId, feed] of engine.state.feeds)
            for (const symbol of feed.symbols.keys())
              reports.push(JSON.stringify(marketReport(engine, instrumentId(venueId, symbol), input.at)));
        }
        return effects;
      },
      sent: (conn, text, at) => rawLog.appendSent({ venue: id, conn, text, at }),
    });
    return { exchange, driver };
  });
  // In steps, so that the log can write in between.
  for (let ms = 0; ms < seconds * 1_000; ms += 500) {
    clock.advanceBy(500);
    await rawLog.flush();
  }
  for (const { exchange, driver } of parts) {
    driver.stop();
    exchange.stop();
  }
  await rawLog.close();
  return { reports, events };
}
