import type { DataKind, DataOf, StreamKind } from './streams.ts';
import type { Micros } from './time.ts';
import type { TradeId } from './trade-rule.ts';
import type { VenueId } from './instrument.ts';

export type Side = 'buy' | 'sell';
export type BookSide = 'bid' | 'ask';
/** Sources of data, in the order in which commands look for a server or a log. */
export const SOURCES = ['live', 'recorded', 'simulated'] as const;
export type Source = (typeof SOURCES)[number];

/** First caveat of every answer about a simulated market. */
export const SIMULATED_CAVEAT = 'Simulated market: none of these numbers is real.';

/** Price levels, flat: price, size, price, size …; size 0 in a delta removes the level. */
export type Levels = Float64Array;

/**
 * State of a stream: `connecting` no data yet · `syncing` data, not yet complete · `synced` complete and in order ·
 * `gap` something was lost or is wrong · `stale` silent for too long · `down` no connection, or the venue refuses.
 */
export const STREAM_STATES = ['connecting', 'syncing', 'synced', 'gap', 'stale', 'down'] as const;
export type StreamState = (typeof STREAM_STATES)[number];

/** Fields of every event. `seq` is the venue's own sequence number; null if it has none. */
interface Base {
  readonly venue: VenueId;
  readonly symbol: string;
  /** Exchange time; receive time if the venue sends none. */
  readonly tsEvent: Micros;
  readonly tsRecv: Micros;
  readonly seq: number | null;
}

/** One trade; `side` is the aggressor's. */
export interface TradeEvent extends Base {
  readonly type: 'trade';
  readonly id: TradeId;
  /** Position among the market's trades; equal to the id if the venue's ids are contiguous. */
  readonly ordinal: number;
  readonly price: number;
  readonly size: number;
  readonly side: Side;
  /** `stream`: as it happened. `backfill`: fetched later. */
  readonly via: 'stream' | 'backfill';
}

/** Best bid and ask with their sizes. */
export interface Touch {
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
}

/** The complete book as the venue sent it; bids descending, asks ascending. `touch` null: a side is empty. */
export interface BookSnapshotEvent extends Base {
  readonly type: 'book_snapshot';
  readonly bids: Levels;
  readonly asks: Levels;
  readonly touch: Touch | null;
}

/** Changed levels, and the touch after them. Emitted only if applied to a synced book. */
export interface BookDeltaEvent extends Base {
  readonly type: 'book_delta';
  readonly bids: Levels;
  readonly asks: Levels;
  readonly touch: Touch | null;
}

/** A message of a stream whose numbers are as received; its fields are those of the stream's row. */
export type DataEvent<K extends DataKind = DataKind> = { [P in K]: Base & DataOf<P> & { readonly type: P } }[K];

/** The venue's own figures of the last 24 hours. */
export type TickerEvent = DataEvent<'ticker'>;

/** A stream changed its state. */
export interface FeedStateEvent extends Base {
  readonly type: 'feed_state';
  readonly stream: StreamKind;
  readonly state: StreamState;
  readonly reason: string;
}

/** One-minute candles from the venue, for a time before the stream began; oldest first. */
export interface CandlesEvent extends Base {
  readonly type: 'candles';
  readonly candles: readonly Candle[];
}

export type MarketEvent = TradeEvent | BookSnapshotEvent | BookDeltaEvent | DataEvent | CandlesEvent | FeedStateEvent;

/** Open, high, low, close and volumes over [start, start + interval). */
export interface Candle {
  readonly start: Micros;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Base currency. */
  readonly volume: number;
  readonly trades: number | null;
}
