import type { InstrumentId, Micros, Source, VenueId } from '../../core/index.ts';
import type { FeedState } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import type { MarketState } from './market-state.ts';
import type { MarketSettings } from './settings.ts';

/** Feeds and markets of one run, as plain data. */
export interface EngineState {
  /** Source of the data; part of the state, so that a checkpoint of another source is refused. */
  source: Source;
  /** Settings behind the numbers; part of the state, so that a log contains them. */
  settings: MarketSettings;
  feeds: Map<VenueId, FeedState>;
  markets: Map<InstrumentId, MarketState>;
  /** The latest time of any input. */
  now: Micros;
  /** The latest tick, so that work done once a second continues in step after a restore. */
  ticked: Micros;
  inputs: number;
  /** Position of the latest input in the raw log, cited by evidence and receipts; null without a log. */
  position: LogPosition | null;
}
