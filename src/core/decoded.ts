import type { Levels, Side } from './event.ts';
import type { Instrument } from './instrument.ts';
import type { DataKind, DataOf, StreamKind, StreamMessage } from './streams.ts';
import type { Micros } from './time.ts';
import type { TradeId } from './trade-rule.ts';

/** What a frame says, as a venue's decoder reads it. */
export type Decoded =
  | DecodedTrade
  | DecodedDelta
  | DecodedSnapshot
  | DecodedData
  | { readonly kind: 'instrument'; readonly instrument: Instrument }
  | { readonly kind: 'heartbeat' }
  | DecodedNumber
  /** The venue asks for an answer to be sent back. */
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'subscribed'; readonly symbol: string | null; readonly stream: StreamKind | null }
  /** The venue refuses a subscription. */
  | { readonly kind: 'rejected'; readonly symbol: string | null; readonly stream: StreamKind | null; readonly message: string }
  /** The venue will close this connection soon. */
  | { readonly kind: 'shutdown' }
  /** The venue says whether it works: `online`, `maintenance` … */
  | { readonly kind: 'status'; readonly status: string }
  /** A known frame that nothing here needs. */
  | { readonly kind: 'ignored'; readonly what: string }
  /**
   * `reason` short and stable: `bad_json`, `missing_field`, `bad_number`; `detail` says which. `symbol` and `streams`:
   * whose it was, as far as it is known.
   */
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly detail: string;
      readonly symbol?: string | null;
      readonly streams?: readonly StreamKind[] | null;
    };

/**
 * The number of this frame in a sequence that runs over several markets: a channel's or a connection's. It stands before
 * what the frame says, in control frames too. A number left out drops the books of `streams` on the connection
 * (null: of all), and their trades are in doubt.
 */
export interface DecodedNumber {
  readonly kind: 'number';
  /** Which sequence of the connection: the channel's name, or one word where the connection has only one. */
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
 * Changed levels. `first`…`last`: the venue's update ids it covers; null where the venue has none. `prev`: the `last` of
 * the delta before, where the venue says it.
 */
export interface DecodedDelta {
  readonly kind: 'book_delta';
  readonly symbol: string;
  readonly first: number | null;
  readonly last: number | null;
  /** The venue's id of the update before, where it says that instead of a first id. */
  readonly prev?: number;
  readonly checksum: number | null;
  readonly bids: Levels;
  readonly asks: Levels;
  readonly tsEvent: Micros | null;
  readonly written?: WrittenLevels;
}

/** A price level's numbers as the venue wrote them. */
export interface WrittenLevel {
  readonly price: string;
  readonly size: string;
}

/**
 * Levels as written, by price: only where the venue's checksum is over digits that float64 and the instrument's scales
 * don't give, such as trailing zeros or a seventeenth digit. A level that is not here is written as its scales say.
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

/** What a decoder says of some kinds beside the fields of their row. */
interface SaidBeside {
  /** Its number among the updates of the book, which it is then held against. */
  readonly quote: { readonly seq: number | null };
  /** Id of the last trade that it counts, where the venue says it. */
  readonly ticker: { readonly lastTradeId?: TradeId };
}

/** A message whose numbers are as received; its fields are those of its stream's row. */
export type DecodedData<K extends DataKind = DataKind> = {
  [P in K]: DataOf<P> & {
    readonly kind: P;
    readonly symbol: string;
    readonly tsEvent: Micros | null;
    /** The venue's own number, which only rises; absent where it has none. */
    readonly seq?: number | null;
  } & (P extends keyof SaidBeside ? SaidBeside[P] : unknown);
}[K];
export type DecodedQuote = DecodedData<'quote'>;
export type DecodedTicker = DecodedData<'ticker'>;

/** A decoded message of a stream. */
export type StreamDecoded = Extract<Decoded, { readonly kind: StreamMessage }>;
