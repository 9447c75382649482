import type { InstrumentId, Micros, Source, Venue, VenueId } from '../../core/index.ts';
import type { FeedFacts, FeedView } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import type { HeatHistory } from './heat-history.ts';
import type { MarketState } from './market-state.ts';
import type { MarketSettings } from './settings.ts';

/**
 * Feeds and markets for answers: from an engine in this process, or a mirror of another process's engine. Both give the
 * same answers.
 */
export interface MarketSource {
  readonly source: Source;
  /** Set if the inputs come from a recording. */
  readonly replayed?: true | undefined;
  readonly settings: MarketSettings;
  readonly state: {
    readonly feeds: ReadonlyMap<VenueId, FeedView>;
    readonly markets: ReadonlyMap<InstrumentId, MarketState>;
    /** The latest time of any input. */
    readonly now: Micros;
    /** Position of the latest input in the raw log; null if this process has no log of it. */
    readonly position: LogPosition | null;
  };
  /** Each market's book per second, for the heat map; absent if it isn't kept. */
  readonly heat?: ReadonlyMap<InstrumentId, HeatHistory>;
  /** State of a followed feed as of `at`. */
  facts(id: VenueId, at: Micros): FeedFacts;
  venue(id: VenueId): Venue;
}
