import {
  US_PER_MINUTE,
  type DecodedData,
  type DecodedDelta,
  type DecodedQuote,
  type DecodedSnapshot,
  type Instrument,
  type LatestKind,
  type Micros,
  type RestCall,
  type StreamKind,
  type Subscription,
  type WrittenLevels,
  type StreamState,
  type TradeId,
} from '../../core/index.ts';
import { createBook, type OrderBook } from '../../analytics/book/index.ts';
import { newCandleCheck, type CandleCheck } from './candle-check.ts';
import type { LatestTable } from './latest-table.ts';
import { newRecentIds, type RecentIds } from './recent-ids.ts';
import type { RecentPrint } from './recent-prints.ts';
import type { Carrier, ConnId, FeedSettings } from './types.ts';

/**
 * The state of one venue's feed: only plain data, so that a checkpoint is a copy. Only `reduce` may change it, in place.
 */
export interface FeedState {
  readonly settings: FeedSettings;
  /** The latest receive time. It moves back only if the receive clock was set back; all times here then move with it. */
  now: Micros;
  rng: number;
  nextConn: ConnId;
  nextRequest: number;
  /** Whether definitions arrived (or were given up) and connections were planned. */
  planned: boolean;
  startedAt: Micros;
  wsHost: number;
  connects: Micros[];
  slots: Slot[];
  conns: Map<ConnId, Conn>;
  rest: RestState;
  symbols: Map<string, SymbolState>;
  /** Symbols to follow once their definitions arrive. */
  wanted: string[];
  clock: ClockState;
  quarantined: number;
  /** Messages of symbols that are not followed, from channels over many symbols, that were dropped. */
  unfollowed: number;
  /** Channels over many symbols, by kind of stream and family. */
  readonly channels: Map<string, Channel>;
  /** The newest values of symbols that are not followed. */
  readonly latest: LatestTable;
  reconnects: number;
  /** Why all input of this host is ignored until the process restarts; null if it is not refused. */
  refused: string | null;
  /** When instrument definitions are requested next; `attempt` counts requests in a row because numbers didn't fit them. */
  readonly definitions: { dueAt: Micros; attempt: number };
  /** Facts for the venue's health report, newest last. */
  notes: string[];
}

/** One planned connection and the sockets that serve it. A slot that carries nothing is reused. */
export interface Slot {
  readonly plan: number;
  /** Subscriptions that the connection carries; the array is replaced, never modified. */
  subscriptions: readonly Subscription[];
  conn: ConnId | null;
  /** The new connection while the present one is being replaced without a gap. */
  heir: ConnId | null;
  attempt: number;
  retryAt: Micros | null;
  recycledAt: Micros | null;
  /** When a working connection was last replaced; `renewals` counts such replacements in quick succession. */
  renewedAt: Micros | null;
  renewals: number;
  /** When to resubscribe over a new connection, because the venue refused a subscription. */
  renewAt: Micros | null;
  /** Number of the planned connection whose address was requested from the venue; null if there is none. */
  awaits: ConnId | null;
}

export interface Conn {
  readonly id: ConnId;
  readonly slot: number;
  readonly startedAt: Micros;
  openedAt: Micros | null;
  /** Last frame or pong. */
  aliveAt: Micros;
  pingedAt: Micros | null;
  firstFrameAt: Micros | null;
  frames: number;
  /** Time of the last readable frame. */
  goodAt: Micros | null;
  /** Whether only repeats have arrived since the last new message; heartbeats then don't count as a sign of life either. */
  repeats: boolean;
  /** The last number of each sequence that spans several markets. */
  numbers: Map<string, number>;
  /** Frames to be sent, oldest first. `resyncs`: symbols whose books are to be resubscribed, oldest first. */
  outbox: string[];
  /** Whether some of the first subscriptions are still to be sent. */
  isSubscribing: boolean;
  resyncs: string[];
  /** Send times of frames in the last second, and of subscriptions in the last hour; kept only if the venue limits them. */
  sentAt: Micros[];
  subscribedAt: Micros[];
}

export interface RestState {
  host: number;
  queue: PendingCall[];
  inflight: Map<number, PendingCall & { readonly sentAt: Micros }>;
  /** Use of each bucket over time, for the longest limit period. */
  spent: { at: Micros; weight: number; bucket: string; requests: number }[];
  pausedUntil: Micros;
  blockedHosts: number[];
  throttles: number;
}

/** Priorities of calls to a venue; the lowest number is sent first. `book` includes definitions, which every book needs. */
export const PRIORITY = { book: 0, audit: 1, history: 2, callers: 3 } as const;

export interface PendingCall {
  readonly call: RestCall;
  readonly priority: (typeof PRIORITY)[keyof typeof PRIORITY];
  readonly attempt: number;
  readonly notBefore: Micros;
}

export interface SymbolState {
  readonly symbol: string;
  instrument: Instrument | null;
  /** Whether the venue has no such symbol. */
  unknown: boolean;
  /** Followed streams that the venue has for this kind of instrument. */
  readonly streams: Streams;
  book: BookSync;
  trades: TradeSync;
  /** The connections that carry its streams, as of the latest tick. */
  carriers: readonly Carrier[];
  /** The newest unnumbered message of each `latest` stream, by key, to recognise repeats. */
  readonly latest: Map<string, DecodedData<LatestKind>>;
  /** When each poll of the venue is next due. */
  polls: Map<string, Micros>;
  /** Prints of the last minute, oldest first, to recognise a print that two connections bring. */
  prints: RecentPrint[];
}

export type Streams = Partial<Record<StreamKind, StreamStatus>>;

export interface StreamStatus {
  state: StreamState;
  reason: string;
  since: Micros;
  /** Valid time of the newest message that was not a repeat, by our clock. `messages` counts such messages. */
  lastAt: Micros | null;
  messages: number;
  /** When that message was received. */
  heardAt: Micros | null;
  seq: number | null;
  /** Times of gaps, at most a day old. */
  gaps: Micros[];
  duplicates: number;
  /** Counts of silences between messages by power of two of milliseconds. */
  silences: number[];
}

/** A channel over many symbols: its last message and its usual silence. */
export interface Channel extends StreamStatus {
  /** Newest exchange time received on it. */
  newest: Micros | null;
}

export interface BookSync {
  phase: 'idle' | 'awaiting' | 'synced';
  book: OrderBook;
  /** The venue's id of the last update in the book. */
  last: number | null;
  tsEvent: Micros | null;
  /** True until a delta joins the snapshot. */
  bridging: boolean;
  /** The connection whose deltas are applied, if the snapshot comes in the stream. */
  owner: ConnId | null;
  buffer: DecodedDelta[];
  /** A fetched snapshot that waits for a delta that joins it. */
  snapshot: DecodedSnapshot | null;
  /** Snapshots requested since the last one that proved good. */
  attempt: number;
  /** Number of updates since the last snapshot. */
  followed: number;
  /** When an unreadable message arrived on its connection; null once an update proves that the book lost nothing. */
  suspectAt: Micros | null;
  /** Which newer message shows that the book has changed, and since when; null if none does. */
  outrun: { readonly at: Micros; readonly what: string } | null;
  /** Event time of the newest update, on the clock of rolling state, µs. */
  newestTs: Micros | null;
  /** Levels as the venue wrote them, because a checksum covers their digits. */
  written: WrittenLevels;
  retryAt: Micros | null;
  askedAt: Micros | null;
  requested: boolean;
  lastSyncedAt: Micros | null;
  audit: Audit | null;
  nextAuditAt: Micros;
  audits: number;
  /** Audits in a row that gave no result. */
  auditFailures: number;
  /** Quotes by update id, to compare with the book. */
  quotes: Map<number, DecodedQuote>;
}

/** A second book built from a fresh snapshot, to compare with the first at the same update. */
export interface Audit {
  startedAt: Micros;
  /** Deltas applied since the snapshot was requested. */
  recent: DecodedDelta[];
  shadow: OrderBook | null;
  shadowLast: number | null;
}

/** Missing trades: ordinals `from` to `to`, inclusive; times of the trades around them; next request; requests made. */
export interface TradeGap {
  readonly from: number;
  readonly to: number;
  readonly after: Micros;
  readonly before: Micros;
  readonly askAt: Micros;
  readonly tries: number;
  /** Ids of the trades around it, if ids are not ordinals. `isLost`: no page can fill it. */
  readonly afterId?: TradeId;
  readonly beforeId?: TradeId;
  readonly isLost?: true;
}

export interface TradeDoubt {
  readonly askAt: Micros;
  readonly tries: number;
  /** `isNew`: more was lost since a page was requested. `isSilent`: only the next trade of the stream can end the doubt. */
  readonly isNew: boolean;
  readonly isSilent: boolean;
}

export interface TradeSync {
  /** Ordinals of the oldest and newest known trades. */
  first: number | null;
  last: number | null;
  /** Ids of the oldest and newest known trades, and recent ids with their ordinals, if ids are not ordinals. */
  oldestId: TradeId | null;
  newestId: TradeId | null;
  recent: RecentIds;
  /** Times of the newest and oldest known trades, on the clock of rolling state. */
  lastTs: Micros;
  firstTs: Micros;
  lastPrice: number | null;
  /** Since when the venue's ticker is ahead of the stream, and its trade id. */
  behind: { readonly at: Micros; readonly id: TradeId | null } | null;
  /** The newest known trade when the last ticker arrived. */
  counted: number | null;
  /** An id that may start a new sequence, if the next id follows it. */
  recount: number | null;
  /** The newest ordinal and its time before the venue restarted its ids. */
  former: { readonly last: number; readonly lastTs: Micros } | null;
  /** Skipped ids that may still be fetched. */
  missing: TradeGap[];
  /** Set while trades with unknown ids may be missing after the last one. */
  doubt: TradeDoubt | null;
  check: CandleCheck;
  backfill: 'waiting' | 'running' | 'done' | 'failed';
  pages: number;
  candlesAsked: boolean;
}

export interface ClockState {
  /** Smallest receive minus exchange time per half minute, newest last, µs. */
  minima: { at: Micros; offset: number }[];
  /** Since when the offset between the exchange's clock and ours has changed; null while it is unchanged. */
  steppedAt: Micros | null;
  /** Messages that agreed with the current offset. */
  samples: number;
  /** How far the exchange's clock is behind the time of rolling state, µs; 0 unless that clock was set. */
  skew: number;
  /** Unproven offsets of some messages. */
  rivals: CandidateOffset[];
  /** Forward jump of the receive clock, µs, until a message shows whether that time passed. */
  pending: number;
  /** Receive times between which messages seemed late, so that times of trades are uncertain. `to` is null while it lasts. */
  late: LateStretch | null;
}

export interface LateStretch {
  readonly from: Micros;
  readonly to: Micros | null;
  /** The previous stretch, kept while the present one is not confirmed. */
  readonly before: LateStretch | null;
}

export interface CandidateOffset {
  offset: number;
  readonly from: Micros;
  count: number;
}

/** How often definitions are requested again, because ticks, precisions and trading status change. */
export const DEFINITIONS_EVERY_US = 15 * US_PER_MINUTE;

export const newStream = (now: Micros): StreamStatus => ({
  state: 'connecting',
  reason: 'starting',
  since: now,
  lastAt: null,
  messages: 0,
  heardAt: null,
  seq: null,
  gaps: [],
  duplicates: 0,
  silences: [],
});

export const newBookSync = (now: Micros): BookSync => ({
  phase: 'idle',
  book: createBook(),
  last: null,
  tsEvent: null,
  bridging: false,
  owner: null,
  buffer: [],
  snapshot: null,
  attempt: 0,
  followed: 0,
  suspectAt: null,
  outrun: null,
  newestTs: null,
  written: { bids: new Map(), asks: new Map() },
  retryAt: null,
  askedAt: null,
  requested: false,
  lastSyncedAt: null,
  audit: null,
  nextAuditAt: now,
  audits: 0,
  auditFailures: 0,
  quotes: new Map(),
});

export const newClock = (): ClockState => ({
  minima: [],
  steppedAt: null,
  samples: 0,
  skew: 0,
  rivals: [],
  pending: 0,
  late: null,
});

export const newTradeSync = (): TradeSync => ({
  first: null,
  last: null,
  oldestId: null,
  newestId: null,
  recent: newRecentIds(),
  lastTs: 0,
  firstTs: 0,
  lastPrice: null,
  behind: null,
  counted: null,
  recount: null,
  former: null,
  missing: [],
  doubt: null,
  check: newCandleCheck(0),
  backfill: 'waiting',
  pages: 0,
  candlesAsked: false,
});
