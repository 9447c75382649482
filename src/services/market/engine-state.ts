import type { InstrumentId, Micros, Source, VenueId } from '../../core/index.ts';
import type { FeedState } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import type { MarketState } from './market-state.ts';
import type { MarketSettings } from './settings.ts';

/** Feeds and markets of one run, as plain data. */
export interface EngineState {
  /** What the data are of; in the state, so that a checkpoint under another label is refused. */
  source: Source;
  /** What the numbers are made by; part of the state, so that a log says it. */
  settings: MarketSettings;
  feeds: Map<VenueId, FeedState>;
  markets: Map<InstrumentId, MarketState>;
  /** The latest time any input had. */
  now: Micros;
  /** The latest tick, so that work done once a second continues in step after a restore. */
  ticked: Micros;
  inputs: number;
  /** Where the latest input stands in the raw log, which evidence and receipts cite; null where there is no log. */
  position: LogPosition | null;
}
