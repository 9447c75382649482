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
import { newRecentIds, type RecentIds } from './recent-ids.ts';
import type { Carrier, ConnId, FeedSettings } from './types.ts';

/**
 * The state of one venue's feed: plain data throughout, so that a checkpoint is a copy of it. `reduce` changes it in
 * place; nothing else may.
 */
export interface FeedState {
  readonly settings: FeedSettings;
  /** The latest time seen. Goes back only where the receive clock was set back, and all times here with it. */
  now: Micros;
  rng: number;
  nextConn: ConnId;
  nextRequest: number;
  /** Whether definitions are in (or given up on) and connections were planned. */
  planned: boolean;
  startedAt: Micros;
  wsHost: number;
  connects: Micros[];
  slots: Slot[];
  conns: Map<ConnId, Conn>;
  rest: RestState;
  symbols: Map<string, SymbolState>;
  /** Symbols to be followed once the venue has defined them. */
  wanted: string[];
  clock: ClockState;
  quarantined: number;
  /** Messages of symbols that are not followed, from channels over many symbols. */
  unfollowed: number;
  /** Channels over many symbols, by kind of stream and family. */
  readonly channels: Map<string, Channel>;
  reconnects: number;
  /** Why nothing of this host is taken any more, until the process starts again; null while it is followed. */
  refused: string | null;
  /** When instrument definitions are asked for again, and how often that was in a row because numbers didn't fit them. */
  readonly definitions: { dueAt: Micros; attempt: number };
  /** Facts about the venue that a reader of its health wants, newest last. */
  notes: string[];
}

/** One planned connection and the sockets that serve it. One that carries nothing any more is used again. */
export interface Slot {
  readonly plan: number;
  /** What it carries; replaced as a whole, never changed. */
  subscriptions: readonly Subscription[];
  conn: ConnId | null;
  /** The next connection while the present one is being replaced without a gap. */
  heir: ConnId | null;
  attempt: number;
  retryAt: Micros | null;
  recycledAt: Micros | null;
  /** When it was last replaced while it still worked, and how often in a row soon after the last time. */
  renewedAt: Micros | null;
  renewals: number;
  /** When to subscribe again over a new connection, because the venue refused a subscription. */
  renewAt: Micros | null;
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
  /** Last frame that was understood. */
  goodAt: Micros | null;
  /** Whether only repeats have come since the last that said something new: then heartbeats are no sign of life either. */
  repeats: boolean;
  /** The last number of each sequence that runs over several of its markets. */
  numbers: Map<string, number>;
  /** Frames that wait to be sent, and symbols whose books are to be subscribed to again, oldest first. */
  outbox: string[];
  /** Whether its first subscriptions are not all sent yet. */
  isSubscribing: boolean;
  resyncs: string[];
  /** When frames were sent in the last second, and subscriptions in the last hour, where the venue limits them. */
  sentAt: Micros[];
  subscribedAt: Micros[];
}

export interface RestState {
  host: number;
  queue: PendingCall[];
  inflight: Map<number, PendingCall & { readonly sentAt: Micros }>;
  /** What was spent of which bucket, by time, over the longest stretch that a limit counts over. */
  spent: { at: Micros; weight: number; bucket: string; requests: number }[];
  pausedUntil: Micros;
  blockedHosts: number[];
  throttles: number;
}

export interface PendingCall {
  readonly call: RestCall;
  /** 0 first: definitions and snapshots, then audits, then history, then what callers ask. */
  readonly priority: 0 | 1 | 2 | 3;
  readonly attempt: number;
  readonly notBefore: Micros;
}

export interface SymbolState {
  readonly symbol: string;
  instrument: Instrument | null;
  /** Set when the venue says it has no such symbol. */
  unknown: boolean;
  /** Streams that its venue and its kind of instrument have, and that are followed. */
  readonly streams: Streams;
  book: BookSync;
  trades: TradeSync;
  /** The connections that carry its streams, as of the latest tick. */
  carriers: readonly Carrier[];
  /** The newest unnumbered message of each `latest` stream, by key: the same again is no news. */
  readonly latest: Map<string, DecodedData<LatestKind>>;
  /** When each poll of the venue asks next. */
  polls: Map<string, Micros>;
}

export type Streams = Partial<Record<StreamKind, StreamStatus>>;

export interface StreamStatus {
  state: StreamState;
  reason: string;
  since: Micros;
  /** As of when the newest message is that said something new, by our clock; how many said something new. */
  lastAt: Micros | null;
  messages: number;
  /** When it was received. */
  heardAt: Micros | null;
  seq: number | null;
  /** Times of gaps, at most a day old. */
  gaps: Micros[];
  duplicates: number;
  /** Counts of silences between messages by power of two of milliseconds. */
  silences: number[];
}

/** A channel over many symbols: when it was heard, and its habit. */
export interface Channel extends StreamStatus {
  /** Newest time of the exchange in it. */
  newest: Micros | null;
}

export interface BookSync {
  phase: 'idle' | 'awaiting' | 'synced';
  book: OrderBook;
  /** The venue's id of the last update in the book. */
  last: number | null;
  tsEvent: Micros | null;
  /** True until the first delta has proven that it joins the snapshot. */
  bridging: boolean;
  /** The connection whose deltas are taken, where the snapshot comes in the stream. */
  owner: ConnId | null;
  buffer: DecodedDelta[];
  /** Fetched, and waiting for a delta that joins it. */
  snapshot: DecodedSnapshot | null;
  /** Snapshots requested since one last proved good. */
  attempt: number;
  /** Updates that followed the last snapshot. */
  followed: number;
  /** Something on its connection was unreadable at this time, and no update has yet proved that nothing of it was lost. */
  suspectAt: Micros | null;
  /** Since when something newer than the book, and what, says that it changed; null while nothing does. */
  outrun: { readonly at: Micros; readonly what: string } | null;
  /** Event time of the newest update seen, µs of rolling state. */
  newestTs: Micros | null;
  /** Levels whose digits a checksum needs, as written. */
  written: WrittenLevels;
  retryAt: Micros | null;
  askedAt: Micros | null;
  requested: boolean;
  lastSyncedAt: Micros | null;
  audit: Audit | null;
  nextAuditAt: Micros;
  audits: number;
  /** Audits in a row that came to nothing. */
  auditFailures: number;
  /** Venue-stated touches by update id, to hold the book against. */
  quotes: Map<number, DecodedQuote>;
}

/** A second book grown from a fresh snapshot, to be compared with the first at the same update. */
export interface Audit {
  startedAt: Micros;
  /** Deltas applied since the snapshot was asked for. */
  recent: DecodedDelta[];
  shadow: OrderBook | null;
  shadowLast: number | null;
}

/** Ordinals of missing trades, both ends included; times of the trades around them, next request, and requests made. */
export interface TradeGap {
  readonly from: number;
  readonly to: number;
  readonly after: Micros;
  readonly before: Micros;
  readonly askAt: Micros;
  readonly tries: number;
  /** Ids of the trades around it, where ids are not places; and whether nothing can fill it. */
  readonly afterId?: TradeId;
  readonly beforeId?: TradeId;
  readonly isLost?: true;
}

export interface TradeDoubt {
  readonly askAt: Micros;
  readonly tries: number;
  /** Whether more was lost since a page was asked for; and whether only the stream itself can end it, since it fell silent. */
  readonly isNew: boolean;
  readonly isSilent: boolean;
}

export interface TradeSync {
  /** Ordinals of the oldest and newest trade held. */
  first: number | null;
  last: number | null;
  /** Their ids, and the newest ids with their ordinals, where ids are not places. */
  oldestId: TradeId | null;
  newestId: TradeId | null;
  recent: RecentIds;
  /** Times on the clock that rolling state follows. */
  lastTs: Micros;
  firstTs: Micros;
  lastPrice: number | null;
  /** Since when, and by which id, the venue's ticker is ahead of the stream. */
  behind: { readonly at: Micros; readonly id: TradeId | null } | null;
  /** The last trade held when the ticker last came. */
  counted: number | null;
  /** An id that may be of a new count, if the next one follows. */
  recount: number | null;
  /** Last id and time before the venue restarted its ids. */
  former: { readonly last: number; readonly lastTs: Micros } | null;
  /** Ids that were skipped and may yet be fetched. */
  missing: TradeGap[];
  /** Trades after the last may be missing, of which no id is known; when to ask, and how often that was done. */
  doubt: TradeDoubt | null;
  backfill: 'waiting' | 'running' | 'done' | 'failed';
  pages: number;
  candlesAsked: boolean;
}

export interface ClockState {
  /** Smallest receive minus exchange time per half minute, newest last, µs. */
  minima: { at: Micros; offset: number }[];
  /** Since when the exchange's clock and ours disagree with before; null while they agree. */
  steppedAt: Micros | null;
  /** Messages that agreed with the offset in force. */
  samples: number;
  /** How far the exchange's clock is behind the time of rolling state, µs; not 0 only after its clock was set. */
  skew: number;
  /** Offsets that some messages had and that are not proven. */
  rivals: CandidateOffset[];
  /** Forward jump of the receive clock, µs, until a message shows whether that time passed. */
  pending: number;
  /** Receive times between which messages seemed late: of trades meanwhile it is not known when they were. Null to: still. */
  late: LateStretch | null;
}

export interface LateStretch {
  readonly from: Micros;
  readonly to: Micros | null;
  /** The one before, while this one may yet turn out to be none. */
  readonly before: LateStretch | null;
}

export interface CandidateOffset {
  offset: number;
  readonly from: Micros;
  count: number;
}

/** Definitions change: ticks, precisions, halts. */
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
  backfill: 'waiting',
  pages: 0,
  candlesAsked: false,
});

export const newSymbol = (symbol: string, kinds: readonly StreamKind[], now: Micros): SymbolState => ({
  symbol,
  instrument: null,
  unknown: false,
  streams: Object.fromEntries(kinds.map((kind) => [kind, newStream(now)])),
  book: newBookSync(now),
  trades: newTradeSync(),
  polls: new Map(),
  latest: new Map(),
  carriers: [],
});

/** The initial state of a feed; `kinds`: the streams that each symbol starts with. */
export const newFeed = (settings: FeedSettings, kinds: readonly StreamKind[], now: Micros): FeedState => ({
  settings,
  now,
  rng: settings.seed,
  nextConn: 1,
  nextRequest: 1,
  planned: false,
  startedAt: now,
  wsHost: 0,
  connects: [],
  slots: [],
  conns: new Map(),
  rest: { host: 0, queue: [], inflight: new Map(), spent: [], pausedUntil: 0, blockedHosts: [], throttles: 0 },
  symbols: new Map(settings.symbols.map((symbol) => [symbol, newSymbol(symbol, kinds, now)])),
  wanted: [],
  clock: newClock(),
  quarantined: 0,
  unfollowed: 0,
  channels: new Map(),
  reconnects: 0,
  refused: null,
  definitions: { dueAt: now + DEFINITIONS_EVERY_US, attempt: 0 },
  notes: [],
});
