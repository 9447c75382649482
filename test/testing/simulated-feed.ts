import { silentLog, streamsOf, type Clock, type Venue } from '../../src/core/index.ts';
import { driveFeed, type Driver, type DriverOptions, type FeedSettings } from '../../src/runtime/feed/index.ts';
import type { Exchange } from '../../src/simulator/index.ts';

export interface SimulatedFeedOptions extends Pick<DriverOptions, 'apply' | 'sent'> {
  readonly venue: Venue;
  readonly exchange: Exchange;
  readonly clock: Clock;
  /** Where a run differs from what a server does: a minute of history, audits every 25 s, all streams and symbols. */
  readonly settings?: Partial<FeedSettings>;
}

/** A venue's feed on a simulated exchange, as every test and benchmark that runs one drives it. */
export const driveSimulated = ({ venue, exchange, clock, settings = {}, ...taking }: SimulatedFeedOptions): Driver =>
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
    ...taking,
  });
