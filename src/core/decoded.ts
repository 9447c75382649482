import type { Levels, Side } from './event.ts';
import type { Instrument } from './instrument.ts';
import type { DataKind, DataOf, StreamKind, StreamMessage } from './streams.ts';
import type { Micros } from './time.ts';
import type { TradeId } from './trade-rule.ts';

/** One message of a frame, as decoded by a venue. */
export type Decoded =
  | DecodedTrade
  | DecodedDelta
  | DecodedSnapshot
  | DecodedData
  | { readonly kind: 'instrument'; readonly instrument: Instrument }
  | { readonly kind: 'heartbeat' }
  | DecodedNumber
  /** The venue expects this text in reply. */
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'subscribed'; readonly symbol: string | null; readonly stream: StreamKind | null }
  /** The venue refuses a subscription. */
  | { readonly kind: 'rejected'; readonly symbol: string | null; readonly stream: StreamKind | null; readonly message: string }
  /** The venue will close this connection soon. */
  | { readonly kind: 'shutdown' }
  /** The state of the venue's system: `online`, `maintenance` … */
  | { readonly kind: 'status'; readonly status: string }
  /** A known frame that is not needed. */
  | { readonly kind: 'ignored'; readonly what: string }
  /**
   * `reason` is short and stable: `bad_json`, `missing_field`, `bad_number`; `detail` has the specifics. `symbol` and
   * `streams`: what the frame was about, as far as known.
   */
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly detail: string;
      readonly symbol?: string | null;
      readonly streams?: readonly StreamKind[] | null;
    };

/**
 * Sequence number of a frame, where a channel or connection numbers the frames of several markets. It precedes the frame's
 * other messages, also in control frames. After a missing number, the books of `streams` on the connection (null: of all) are
 * dropped, and trades may be missing.
 */
export interface DecodedNumber {
  readonly kind: 'number';
  /** Name of the sequence: the channel's name, or a fixed word if the connection has only one. */
  readonly domain: string;
  readonly n: number;
  readonly streams: readonly StreamKind[] | null;
}

export interface DecodedTrade {
  readonly kind: 'trade';
  readonly symbol: string;
  readonly id: TradeId;
  readonly price: number;
  readonly size: number;
  readonly side: Side;
  readonly tsEvent: Micros;
  readonly via: 'stream' | 'backfill';
}

/**
 * Changed levels. `first` to `last`: the venue's update ids that it covers; null if the venue has none.
 */
export interface DecodedDelta {
  readonly kind: 'book_delta';
  readonly symbol: string;
  readonly first: number | null;
  readonly last: number | null;
  /** `last` of the previous delta, if the venue sends it. */
  readonly prev?: number;
  readonly checksum: number | null;
  readonly bids: Levels;
  readonly asks: Levels;
  readonly tsEvent: Micros | null;
  readonly written?: WrittenLevels;
}

/** A price level as text, exactly as the venue wrote it. */
export interface WrittenLevel {
  readonly price: string;
  readonly size: string;
}

/**
 * Levels as the venue wrote them, by price. Needed only if the venue's checksum covers digits that float64 and the instrument's
 * scales don't reproduce, such as trailing zeros or a 17th digit. Levels that are not listed are formatted by the scales.
 */
export interface WrittenLevels {
  readonly bids: ReadonlyMap<number, WrittenLevel>;
  readonly asks: ReadonlyMap<number, WrittenLevel>;
}

export interface DecodedSnapshot {
  readonly kind: 'book_snapshot';
  readonly symbol: string;
  readonly last: number | null;
  readonly checksum: number | null;
  /** Best first. */
  readonly bids: Levels;
  readonly asks: Levels;
  readonly tsEvent: Micros | null;
  readonly written?: WrittenLevels;
}

/** Fields that decoders add to some kinds, beyond those of their row. */
interface SaidBeside {
  /** Its number among the updates of the book, for comparison with the book. */
  readonly quote: { readonly seq: number | null };
  /** Id of the last trade counted in it, if the venue sends it. */
  readonly ticker: { readonly lastTradeId?: TradeId };
}

/** A message whose numbers are as received; its fields are those of its stream's row. */
export type DecodedData<K extends DataKind = DataKind> = {
  [P in K]: DataOf<P> & {
    readonly kind: P;
    readonly symbol: string;
    readonly tsEvent: Micros | null;
    /** The venue's own increasing number; absent if it has none. */
    readonly seq?: number | null;
  } & (P extends keyof SaidBeside ? SaidBeside[P] : unknown);
}[K];
export type DecodedQuote = DecodedData<'quote'>;
export type DecodedTicker = DecodedData<'ticker'>;

/** A decoded message of a stream. */
export type StreamDecoded = Extract<Decoded, { readonly kind: StreamMessage }>;
