import type { Decoded, DecodedDelta, WrittenLevels } from './decoded.ts';
import type { Levels } from './event.ts';
import type { Instrument, InstrumentKind, VenueId } from './instrument.ts';
import type { FeedQuestions, Poll } from './question.ts';
import type { StreamKind } from './streams.ts';
import type { Continuity, TradeRule } from './trade-rule.ts';

/**
 * A venue: five pure parts behind one shape. It owns no connection, clock, file or retry; the feed owns those for all
 * venues. `decode` never throws on data and never guesses: unknown fields are ignored, missing ones are refusals.
 */
export interface Venue {
  readonly card: VenueCard;
  /** The native symbol that a person's spelling means: `btc-usdt` is `BTCUSDT` here and `BTC/USDT` there. Not checked. */
  readonly nativeSymbol: (text: string) => string;
  readonly connect: VenueConnect;
  /** Decodes one frame's text to messages, in order. */
  readonly decode: (frame: string) => readonly Decoded[];
  readonly book: BookRule;
  readonly trades: TradeRule;
  readonly rest: VenueRest;
  /** What the feed asks the venue for by itself. */
  readonly questions: FeedQuestions;
  /** What the venue sends by no socket, and is asked for by the clock. */
  readonly polls?: readonly Poll[];
}

/** What a venue is, as data. */
export interface VenueCard {
  readonly id: VenueId;
  /** Raised when the same bytes decode to other events: receipts of before then name the change. */
  readonly version: number;
  readonly name: string;
  /** The brief's name for it, used by adapters that speak the brief: `BINANCE`. */
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

/** So much in any stretch of `everyMs`: weight, or requests however heavy. `share`: the part of it that the feed uses. */
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
   * What one subscription brings: one symbol, all instruments of one underlying (`family`), or all of the venue. Absent:
   * one symbol. A message about any of them shows that the channel works; those of symbols that are not followed are
   * counted and dropped.
   */
  readonly channel?: 'symbol' | 'family' | 'all';
  /** Milliseconds between two messages where the venue sends them by the clock; absent: when something changes. */
  readonly everyMs?: number;
  /** Kinds of instruments that have it; absent: all. */
  readonly instruments?: readonly InstrumentKind[];
}

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
  /** Splits subscriptions over connections, by the venue's limits; those of one connection give that connection again. `host` is a base URL, with or without a path. */
  plan(subscriptions: readonly Subscription[], host: string): readonly ConnectionPlan[];
  /** Frames that make the venue send this book whole again; empty where snapshots come by REST or all the time. */
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
  /** Milliseconds without any frame or pong after which the connection is taken for dead. */
  readonly idleMs: number;
  /** The venue closes a connection at this age; the feed overlaps a new one before. */
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

/** What the messages of a venue's book are. */
export interface BookForm {
  /**
   * Sizes in a delta: `absolute`, what rests at the price now; `additive`, what to add to it, so that a level at 0 is
   * gone. `snapshots`: there are no deltas, each message is the whole book down to `depth`.
   */
  readonly levels: 'absolute' | 'additive' | 'snapshots';
  /**
   * Whose numbers prove that nothing was lost: the book's own (or its checksum), or those of a channel or connection,
   * as `DecodedNumber` gives them. With the latter, deltas need no numbers and `next` is not asked.
   */
  readonly domain: 'symbol' | 'channel' | 'connection';
}

/** How a venue's book is kept whole. Pure. */
export interface BookRule extends BookForm {
  /** Where the first whole book comes from. */
  readonly snapshot: 'rest' | 'stream';
  /** Levels a side to ask for. */
  readonly depth: number;
  /** Whether levels past `depth` are to be dropped after each update. */
  readonly truncates: boolean;
  /**
   * How far the venue's own proof reaches: `sequence` proves all levels inside the snapshot's price range; a number
   * means a checksum that proves so many levels a side, and nothing below them.
   */
  readonly proof: 'sequence' | number;
  /** Is `delta` the first to apply on a snapshot that ends at `snapshotLast`? */
  bridge(snapshotLast: number | null, delta: DecodedDelta): Continuity;
  /** Does `delta` follow a book that ends at `last`? */
  next(last: number | null, delta: DecodedDelta): Continuity;
  /**
   * The checksum of the top levels (best first), as the venue computes it; null where the venue has none or nothing proves
   * it. `no_match`: the levels are not of this instrument's decimals, so that no number is right (a CRC may be negative).
   */
  checksum(bids: Levels, asks: Levels, instrument: Instrument, written?: WrittenLevels): number | 'no_match' | null;
}

/** What a status means for the feed. `retryAfterMs` null: the feed's own back-off. */
export type RestOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'throttled' | 'banned'; readonly retryAfterMs: number | null }
  /** This host refuses us (403, 451): another host may not. */
  | { readonly kind: 'blocked'; readonly why: string }
  | { readonly kind: 'unknown_symbol' }
  | { readonly kind: 'failed'; readonly why: string };

export interface UsedWeight {
  readonly bucket: string;
  readonly weight: number;
}

/** What holds for each answer of a venue, whatever was asked. */
export interface VenueRest {
  /** The path of the cheapest call that shows that a host answers. */
  probe(): string;
  classify(status: number, headers: Readonly<Record<string, string>>, body: string): RestOutcome;
  /** Weight used in a bucket as the venue counts it, in the stretch of its first limit of weight; null when it doesn't say. */
  usedWeight(headers: Readonly<Record<string, string>>): UsedWeight | null;
}

/** The streams that an instrument has: those of its venue's card that are for its kind. Before its kind is known, all of the card. */
export const streamsOf = ({ streams }: VenueCard, instrument: Pick<Instrument, 'kind'> | null): readonly StreamKind[] =>
  streams
    .filter(({ instruments }) => instruments === undefined || instrument?.kind == null || instruments.includes(instrument.kind))
    .map(({ kind }) => kind);

/** Whether a venue sends a stream by no socket, so that it is asked for by the clock. */
export const isPolled = ({ polls = [] }: Pick<Venue, 'polls'>, kind: StreamKind): boolean =>
  polls.some(({ stream }) => stream === kind);
