import type { InstrumentId, Micros, Source, Venue, VenueId } from '../../core/index.ts';
import type { FeedFacts, FeedView } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import type { HeatHistory } from './heat-history.ts';
import type { MarketState } from './market-state.ts';
import type { MarketSettings } from './settings.ts';

/**
 * Feeds and markets as answers read them: those of an engine in this process, or a mirror of one in another. Which of
 * the two it is makes no difference to an answer.
 */
export interface MarketSource {
  readonly source: Source;
  /** Set where the inputs come from a recording. */
  readonly replayed?: true | undefined;
  readonly settings: MarketSettings;
  readonly state: {
    readonly feeds: ReadonlyMap<VenueId, FeedView>;
    readonly markets: ReadonlyMap<InstrumentId, MarketState>;
    /** The latest time any input had. */
    readonly now: Micros;
    /** Where the latest input stands in the raw log; null where this process has no log of it. */
    readonly position: LogPosition | null;
  };
  /** Each market's book by the second, to be drawn; absent where it isn't kept. */
  readonly heat?: ReadonlyMap<InstrumentId, HeatHistory>;
  /** How a feed that is followed fares, as of `at`. */
  facts(id: VenueId, at: Micros): FeedFacts;
  venue(id: VenueId): Venue;
}
