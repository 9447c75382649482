import { silentLog, streamsOf, type Clock, type Venue } from '../../src/core/index.ts';
import { driveFeed, type Driver, type DriverOptions, type FeedSettings } from '../../src/runtime/feed/index.ts';
import type { Exchange } from '../../src/simulator/index.ts';

export interface SimulatedFeedOptions extends Pick<DriverOptions, 'apply' | 'before' | 'after' | 'queue' | 'place' | 'sent'> {
  readonly venue: Venue;
  readonly exchange: Exchange;
  readonly clock: Clock;
  /** Differences from a server: a minute of history, audits every 25 s, all streams and symbols. */
  readonly settings?: Partial<FeedSettings>;
}

/** Drives a venue's feed on a simulated exchange, for all tests and benchmarks. */
export const driveSimulated = ({ venue, exchange, clock, settings = {}, ...options }: SimulatedFeedOptions): Driver =>
  driveFeed({
    venue,
    transport: exchange.transport(),
    clock,
    log: silentLog,
    settings: {
      symbols: exchange.symbols,
      streams: streamsOf(venue.card, null),
      wsHosts: venue.card.hosts.ws.urls,
      restHosts: venue.card.hosts.rest.urls,
      seed: 1,
      backfillMinutes: 1,
      auditSeconds: 25,
      recorded: false,
      ...settings,
    },
    ...options,
  });
