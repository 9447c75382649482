import type { Decoded, DecodedDelta, WrittenLevels } from './decoded.ts';
import type { Levels } from './event.ts';
import type { Instrument, InstrumentKind, VenueId } from './instrument.ts';
import type { CallerQuestions, FeedQuestions, Poll } from './question.ts';
import type { StreamKind } from './streams.ts';
import type { Continuity, TradeRule } from './trade-rule.ts';

/**
 * A venue, as data and pure functions. It owns no connection, clock, file or retry; the feed owns these for all venues.
 * `decode` never throws on data and never guesses: unknown fields are ignored, missing ones are refusals.
 */
export interface Venue {
  readonly card: VenueCard;
  /**
   * Converts a user's spelling to the native symbol: `btc-usdt` to `BTCUSDT` on one venue, to `BTC/USDT` on another. Doesn't
   * check that the symbol exists.
   */
  readonly nativeSymbol: (text: string) => string;
  readonly connect: VenueConnect;
  /** Decodes one frame's text to messages, in order. */
  readonly decode: (frame: string) => readonly Decoded[];
  readonly book: BookRule;
  readonly trades: TradeRule;
  readonly rest: VenueRest;
  /** REST questions that the feed asks on its own. */
  readonly questions: FeedQuestions;
  /** Questions of callers, by the question's id. */
  readonly callerQuestions?: CallerQuestions;
  /** Streams that the venue doesn't send by socket; they are polled at an interval. */
  readonly polls?: readonly Poll[];
}

/** The properties of a venue, as data. */
export interface VenueCard {
  readonly id: VenueId;
  /** Raised when the same bytes decode to different events; a check of an earlier receipt then names the change. */
  readonly version: number;
  readonly name: string;
  /** Its name in published messages and for adapters: `BINANCE`. */
  readonly briefName: string;
  readonly streams: readonly CardStream[];
  readonly hosts: { readonly ws: HostList; readonly rest: HostList };
  /** Limits of REST requests, by the bucket that a call names. */
  readonly restLimits: Readonly<Record<string, readonly RestLimit[]>>;
  /** Headers of answers that `rest` reads, in lower case; `retry-after` is kept for all venues. */
  readonly keptHeaders: readonly string[];
  /** Connections the venue allows a minute. */
  readonly connectsPerMinute: number;
  /** The venue's own documents, for the reader. */
  readonly documents: readonly string[];
}

/** At most `most` in any window of `everyMs`, counted in weight or in requests. `share`: the fraction that the feed uses. */
export interface RestLimit {
  readonly counts: 'weight' | 'requests';
  readonly most: number;
  readonly everyMs: number;
  readonly share: number;
}

/** A stream that a venue has. */
export interface CardStream {
  readonly kind: StreamKind;
  /**
   * What one subscription covers: one symbol, all instruments of one underlying (`family`), or all of the venue. Absent: one
   * symbol. A message about any of them shows that the channel works; messages about symbols that are not followed are
   * counted and dropped.
   */
  readonly channel?: 'symbol' | 'family' | 'all';
  /** Milliseconds between two messages, if the venue sends them at an interval; absent: it sends them on change. */
  readonly everyMs?: number;
  /** Kinds of instruments that have it; absent: all. */
  readonly instruments?: readonly InstrumentKind[];
  /**
   * `latest`: the venue also sends it for all instruments on one channel, which the plan adds for the symbol `ALL_SYMBOLS`. The
   * feed then keeps the newest message of each instrument that isn't followed. Only for streams whose handler is `latest`.
   */
  readonly tier?: 'latest';
  /**
   * Milliseconds in which the venue sends at most one message per symbol and drops the others, so that sums of its messages are
   * lower bounds. Absent: it sends all.
   */
  readonly throttledMs?: number;
}

/** The symbol in the subscription to a channel over all instruments of a venue. */
export const ALL_SYMBOLS = '*';

/** Hosts in the order to try; `env` names the variable that replaces them (a comma-separated list). */
export interface HostList {
  readonly env: string;
  readonly urls: readonly string[];
}

export interface Subscription {
  readonly symbol: string;
  readonly stream: StreamKind;
}

export interface VenueConnect {
  /**
   * Splits subscriptions over connections, within the venue's limits. The subscriptions of one connection always give the same
   * connection. `host` is a base URL, with or without a path.
   */
  plan(subscriptions: readonly Subscription[], host: string): readonly ConnectionPlan[];
  /** Frames that request a new snapshot of this book; empty if snapshots come by REST or continuously. */
  resync(symbol: string): readonly string[];
  /** Frames that end a symbol's streams on a connection of this plan; other symbols stay on it. */
  unsubscribe(symbol: string, plan: ConnectionPlan): readonly string[];
}

export interface ConnectionPlan {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly subscriptions: readonly Subscription[];
  /** Frames to send once open, in order. */
  readonly onOpen: readonly string[];
  /** `text` null: a WebSocket ping frame. */
  readonly ping: { readonly everyMs: number; readonly text: string | null };
  /** Milliseconds without any frame or pong after which the connection counts as dead. */
  readonly idleMs: number;
  /** The venue closes a connection at this age; before that, the feed opens a new one that overlaps it. */
  readonly maxAgeMs: number | null;
  readonly sends: SendLimits;
}

/** How much may be sent on one connection; null: no limit. What exceeds it waits, oldest first. */
export interface SendLimits {
  /** Pings and replies count too, and never wait. */
  readonly framesPerSecond: number | null;
  /** Frames that subscribe or unsubscribe. */
  readonly subscriptionsPerHour: number | null;
}

/** The form of a venue's book messages. */
export interface BookForm {
  /**
   * Sizes in a delta: `absolute` is the new size at the price; `additive` is added to it, and a level that reaches 0 is
   * removed. `snapshots`: there are no deltas; each message is the complete book down to `depth`.
   */
  readonly levels: 'absolute' | 'additive' | 'snapshots';
  /**
   * Which numbers prove that nothing was lost: the book's own (or its checksum), or those of a channel or connection
   * (`DecodedNumber`). In the latter case deltas need no numbers and `next` is not called.
   */
  readonly domain: 'symbol' | 'channel' | 'connection';
}

/** How a venue's book is kept complete. Pure. */
export interface BookRule extends BookForm {
  /** Where the first complete book comes from. */
  readonly snapshot: 'rest' | 'stream';
  /** Levels per side to request. */
  readonly depth: number;
  /** Whether levels past `depth` are to be dropped after each update. */
  readonly truncates: boolean;
  /**
   * How far the venue's own proof reaches. `sequence`: it proves all levels inside the snapshot's price range. A number: a
   * checksum proves this many levels per side, and nothing beyond.
   */
  readonly proof: 'sequence' | number;
  /** Is `delta` the first to apply on a snapshot that ends at `snapshotLast`? */
  bridge(snapshotLast: number | null, delta: DecodedDelta): Continuity;
  /** Does `delta` follow a book that ends at `last`? */
  next(last: number | null, delta: DecodedDelta): Continuity;
  /**
   * The checksum of the top levels (best first), as the venue computes it; null if the venue has none or nothing proves it.
   * `no_match`: the levels don't fit this instrument's decimals, so no checksum is right (any number could be a CRC).
   */
  checksum(bids: Levels, asks: Levels, instrument: Instrument, written?: WrittenLevels): number | 'no_match' | null;
}

/** What a REST answer means for the feed. `retryAfterMs` null: the feed's own back-off. */
export type RestOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'throttled' | 'banned'; readonly retryAfterMs: number | null }
  /** This host refuses us (403, 451); another host may accept. */
  | { readonly kind: 'blocked'; readonly why: string }
  | { readonly kind: 'unknown_symbol' }
  | { readonly kind: 'failed'; readonly why: string };

export interface UsedWeight {
  readonly bucket: string;
  readonly weight: number;
}

/** Rules for all REST answers of a venue. */
export interface VenueRest {
  /** The path of the cheapest call that shows that a host answers. */
  probe(): string;
  classify(status: number, headers: Readonly<Record<string, string>>, body: string): RestOutcome;
  /**
   * Weight used in a bucket as the venue counts it, over the window of the bucket's first weight limit; null if it doesn't say.
   */
  usedWeight(headers: Readonly<Record<string, string>>): UsedWeight | null;
}

/** The streams of an instrument: the streams on its venue's card that apply to its kind, or all of them while its kind is unknown. */
export const streamsOf = ({ streams }: VenueCard, instrument: Pick<Instrument, 'kind'> | null): readonly StreamKind[] =>
  streams
    .filter(({ instruments }) => instruments === undefined || instrument?.kind == null || instruments.includes(instrument.kind))
    .map(({ kind }) => kind);

/** Whether a stream is polled by REST. */
export const isPolled = ({ polls = [] }: Pick<Venue, 'polls'>, kind: StreamKind): boolean =>
  polls.some(({ stream }) => stream === kind);
