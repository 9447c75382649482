import type { BookDeltaEvent, BookRule, Continuity, DecodedDelta, DecodedSnapshot } from '../../core/index.ts';
import { isCrossed, touchOf } from '../../analytics/book/index.ts';
import { auditFailed, followAudit, startAudit, takeAuditSnapshot } from './audit.ts';
import { clockFrame } from './clock-offset.ts';
import { changeTo, toAbsolute } from './book-forms.ts';
import { changesNothing, checksumFault, keepWritten, provesNext } from './book-proof.ts';
import { declareGap, fetchBook, isProvable, PROOF_UPDATES } from './book-resync.ts';
import { emit, quarantine, type Context, type Novelty } from './context.ts';
import { doubtDefinitions } from './doubt-definitions.ts';
import { changeBook, fillBook } from './keep-book.ts';
import { learnTouch } from './learn-touch.ts';
import { badLevels } from './numbers.ts';
import { overdueUpdate } from './outrun.ts';
import { touchFault } from './take-touch.ts';
import type { BookSync, SymbolState } from './state.ts';
import { setSeq, setStream } from './streams.ts';
import { suspectLossIfRunning } from './trade-gaps.ts';
import type { ConnId } from './types.ts';

/** Maximum deltas buffered while a snapshot is awaited; over a quarter of an hour at ten per second. */
const BUFFER_MOST = 10_000;
/** After a snapshot, a market without updates for this long is quiet, and its book is the snapshot. */
const QUIET_US = 2_000_000;
/** A stream that still hasn't reached the snapshot's id after this long uses other ids. */
const BRIDGE_WITHIN_US = 5_000_000;
/** How long an update may take to clear a suspected loss. */
const SUSPECT_US = 1_000_000;
/** Unnumbered updates kept while a snapshot is awaited. */
const UNNUMBERED_MOST = 1_000;

/** Takes a snapshot: the first one, a renewal, or (in the stream) a restart by the venue. */
export function takeSnapshot(context: Context, symbol: SymbolState, snapshot: DecodedSnapshot, conn: ConnId | null): Novelty {
  const { book } = symbol;
  book.requested = false;
  const wrong = snapshotFault(context, symbol, snapshot);
  if (wrong !== null) {
    quarantine(context, conn, 'bad_snapshot', `${symbol.symbol}: ${wrong}`, '');
    if (context.venue.book.snapshot === 'stream') declareGap(context, symbol, `snapshot refused: ${wrong}`);
    else if (book.phase === 'synced') auditFailed(symbol);
    return 'nothing';
  }
  if (context.venue.book.snapshot === 'stream') return takeStreamed(context, symbol, snapshot, conn);
  // Before any delta has joined, a newer snapshot replaces the present one.
  const fresher = book.bridging && book.audit === null && (snapshot.last ?? 0) > (book.last ?? -1);
  if (book.phase === 'synced' && !fresher) {
    takeAuditSnapshot(context, symbol, snapshot);
    return 'nothing';
  }
  book.snapshot = snapshot;
  bridge(context, symbol);
  return symbol.book.phase === 'synced' ? 'new' : 'nothing';
}

/** Snapshot from the stream; ignored if not newer than the last update. */
function takeStreamed(context: Context, symbol: SymbolState, snapshot: DecodedSnapshot, conn: ConnId | null): Novelty {
  const { book } = symbol;
  if (context.venue.book.levels === 'snapshots' && book.phase === 'synced') return takeNext(context, symbol, snapshot, conn);
  const at = seenAt(context, snapshot.tsEvent);
  const isRepeat = isRepeated(context, book, snapshot, conn);
  const held = heldAfter(context, book, snapshot);
  if (isRepeat && held.length === 0) return 'duplicate';
  if (!isProvable(context, symbol)) {
    book.owner = conn;
    setStream(context, symbol, 'book', 'syncing', 'no definition yet, so that its checksum proves nothing');
    return 'nothing';
  }
  if (isRepeat && book.phase === 'synced') return 'duplicate';
  book.owner = conn;
  install(context, symbol, snapshot);
  book.buffer = [];
  book.newestTs = at ?? book.newestTs;
  for (const delta of held) if (isSynced(book)) applyInOrder(context, symbol, delta);
  return isSynced(book) ? 'new' : 'nothing';
}

/** Whether a snapshot in the stream is a repeat. A lower number on the book's own connection is a restart. */
function isRepeated(context: Context, book: BookSync, { last, tsEvent }: DecodedSnapshot, conn: ConnId | null): boolean {
  if (context.venue.book.domain !== 'symbol') return false;
  if (last !== null) return book.phase === 'synced' && (last === book.last || book.owner !== conn);
  const at = seenAt(context, tsEvent);
  return at !== null && book.newestTs !== null && (book.phase === 'synced' ? at <= book.newestTs : at < book.newestTs);
}

/** Buffered deltas newer than a snapshot. None if numbers are per connection, because a connection sends in order. */
function heldAfter(context: Context, book: BookSync, { last, tsEvent }: DecodedSnapshot): DecodedDelta[] {
  const { domain, bridge: joins } = context.venue.book;
  if (domain !== 'symbol') return [];
  if (last !== null) return book.buffer.filter((delta) => joins(last, delta) !== 'old');
  const at = seenAt(context, tsEvent);
  return book.buffer.filter((delta) => isAfter(context, delta.tsEvent, at));
}

/** Applies the next snapshot of a venue as a delta, so that book studies continue. */
function takeNext(context: Context, symbol: SymbolState, snapshot: DecodedSnapshot, conn: ConnId | null): Novelty {
  const { book } = symbol;
  if (book.owner !== conn) return 'duplicate';
  const at = seenAt(context, snapshot.tsEvent);
  const delta = changeTo(book.book, snapshot, context.venue.book.depth);
  const changes = delta.bids.length > 0 || delta.asks.length > 0;
  const isOld =
    snapshot.last !== null && book.last !== null
      ? snapshot.last <= book.last && !isRestart(context, book.tsEvent, delta)
      : at !== null && book.newestTs !== null && (at < book.newestTs || (at === book.newestTs && !changes));
  if (isOld) return 'duplicate';
  book.newestTs = at ?? book.newestTs;
  return applyDelta(context, symbol, delta);
}

const isSynced = (book: BookSync): boolean => book.phase === 'synced';

/** Event time on the rolling clock; null if missing. */
function seenAt({ feed }: Context, tsEvent: number | null): number | null {
  if (tsEvent === null) return null;
  const { offset, skew } = clockFrame(feed.clock);
  return Math.min(tsEvent + skew, feed.now - offset);
}

const isAfter = (context: Context, tsEvent: number | null, at: number | null): boolean =>
  at !== null && tsEvent !== null && (seenAt(context, tsEvent) ?? 0) > at;

function snapshotFault(context: Context, symbol: SymbolState, { bids, asks }: DecodedSnapshot): string | null {
  const bad = badLevels(context, symbol, bids) ?? badLevels(context, symbol, asks);
  if (bad !== null) return bad;
  return bids.length > 0 && asks.length > 0 && (bids[0] as number) >= (asks[0] as number) ? 'bid at or above ask' : null;
}

function install(context: Context, symbol: SymbolState, snapshot: DecodedSnapshot): void {
  const { feed, venue } = context;
  const { book } = symbol;
  fillBook(venue.book, book.book, snapshot.bids, snapshot.asks);
  book.written = { bids: new Map(snapshot.written?.bids), asks: new Map(snapshot.written?.asks) };
  const fault = checksumFault(context, symbol, snapshot.checksum);
  if (fault !== null) {
    doubtDefinitions(context);
    declareGap(context, symbol, fault);
    return;
  }
  const replaces = book.phase === 'synced';
  book.last = snapshot.last;
  book.tsEvent = snapshot.tsEvent;
  book.phase = 'synced';
  book.followed = 0;
  book.suspectAt = null;
  book.outrun = null;
  book.bridging = true;
  book.snapshot = null;
  book.lastSyncedAt = feed.now;
  book.nextAuditAt = feed.now + feed.settings.auditSeconds * 1_000_000;
  book.audit = null;
  setSeq(symbol, 'book', snapshot.last);
  emit(context, {
    type: 'book_snapshot',
    venue: venue.card.id,
    symbol: symbol.symbol,
    tsEvent: snapshot.tsEvent ?? feed.now,
    tsRecv: feed.now,
    seq: snapshot.last,
    bids: snapshot.bids,
    asks: snapshot.asks,
    touch: touchOf(book.book),
  });
  // A snapshot of another channel counts as synced only once an update joins it.
  if (venue.book.snapshot === 'stream' || replaces) setStream(context, symbol, 'book', 'synced', 'whole and in order');
  else setStream(context, symbol, 'book', 'syncing', 'whole; waiting for the update that joins it');
}

/** Whether a quote of a later update has arrived. */
function isPassed({ streams: { quote } }: SymbolState, last: number | null): boolean {
  return quote?.state === 'synced' && quote.seq !== null && last !== null && quote.seq > last;
}

/** Joins the fetched snapshot with the buffered deltas. */
function bridge(context: Context, symbol: SymbolState): void {
  const { venue } = context;
  const { book } = symbol;
  const { snapshot } = book;
  if (snapshot === null) return;
  const rest = book.buffer.filter((delta) => venue.book.bridge(snapshot.last, delta) !== 'old');
  const [first] = rest;
  if (first !== undefined && venue.book.bridge(snapshot.last, first) === 'gap') {
    book.snapshot = null;
    return;
  }
  // A quote shows that the book changed after this snapshot, and no buffered update joins it yet.
  if (first === undefined && isPassed(symbol, snapshot.last)) return;
  install(context, symbol, snapshot);
  book.buffer = [];
  for (const delta of rest) {
    if (symbol.book.phase !== 'synced') return;
    applyInOrder(context, symbol, delta);
  }
}

/** Handles one delta from the stream: in order, old, or after a gap. */
export function takeDelta(context: Context, symbol: SymbolState, delta: DecodedDelta, conn: ConnId): Novelty {
  const { venue } = context;
  const { book } = symbol;
  const sizes = venue.book.levels === 'additive' ? 'additive' : 'absolute';
  const bad = badLevels(context, symbol, delta.bids, sizes) ?? badLevels(context, symbol, delta.asks, sizes);
  if (bad !== null) {
    quarantine(context, conn, 'bad_number', `${symbol.symbol}: ${bad}`, '');
    if (book.phase === 'synced') declareGap(context, symbol, `a delta was refused: ${bad}`);
    book.buffer = [];
    return 'nothing';
  }
  if (venue.book.snapshot === 'stream')
    return delta.last === null && venue.book.domain === 'symbol'
      ? takeUnnumbered(context, symbol, delta, conn)
      : takeNumbered(context, symbol, delta, conn);
  return book.phase === 'synced' ? applyInOrder(context, symbol, delta) : holdBack(context, symbol, delta);
}

/** A delta of a book with in-stream snapshots, ordered by its own numbers or its connection's. */
function takeNumbered(context: Context, symbol: SymbolState, delta: DecodedDelta, conn: ConnId): Novelty {
  const { book } = symbol;
  book.owner ??= conn;
  if (book.owner !== conn) return book.phase === 'synced' ? 'duplicate' : 'nothing';
  const at = seenAt(context, delta.tsEvent);
  book.newestTs = at === null ? book.newestTs : Math.max(at, book.newestTs ?? at);
  if (book.phase === 'synced') return applyInOrder(context, symbol, delta);
  book.buffer.push(delta);
  if (book.buffer.length > UNNUMBERED_MOST) book.buffer.shift();
  return 'new';
}

/** A delta without a number: its time and its changes show whether it is a repeat. */
function takeUnnumbered(context: Context, symbol: SymbolState, delta: DecodedDelta, conn: ConnId): Novelty {
  const { book } = symbol;
  const at = seenAt(context, delta.tsEvent);
  const newest = book.newestTs;
  if (book.phase !== 'synced') {
    if (at !== null && newest !== null && at <= newest) return 'duplicate';
    book.newestTs = at ?? newest;
    book.owner ??= conn;
    if (book.owner !== conn) return 'nothing';
    book.buffer.push(delta);
    if (book.buffer.length > UNNUMBERED_MOST) book.buffer.shift();
    return 'new';
  }
  if (book.owner !== conn) return 'duplicate';
  if (at === null || newest === null || at > newest) {
    book.newestTs = at ?? newest;
    return applyInOrder(context, symbol, delta);
  }
  if (changesNothing(book, delta)) return 'duplicate';
  // A delta of the same time is a further change. An older one is a repeat, unless the checksum shows that it comes next.
  if (at < newest && !provesNext(context, symbol, delta)) return 'duplicate';
  return applyInOrder(context, symbol, delta);
}

function holdBack(context: Context, symbol: SymbolState, delta: DecodedDelta): Novelty {
  const { book } = symbol;
  book.phase = 'awaiting';
  const previous = book.buffer.at(-1);
  if (previous !== undefined) {
    const order = context.venue.book.next(previous.last, delta);
    if (order === 'old' && !isRestart(context, previous.tsEvent, delta)) return 'duplicate';
    if (order !== 'next') book.buffer = [];
  }
  book.buffer.push(delta);
  if (book.buffer.length > BUFFER_MOST) book.buffer.shift();
  bridge(context, symbol);
  fetchBook(context, symbol);
  return 'new';
}

/** Lower id, newer time: the venue restarted its sequence. */
const isRestart = (context: Context, at: number | null, { tsEvent }: DecodedDelta): boolean =>
  at !== null && tsEvent !== null && tsEvent + context.feed.clock.skew > (seenAt(context, at) ?? 0);

/**
 * A new connection may batch updates differently: a delta that starts before the book's last id and ends after it is no gap.
 */
function orderOf(rule: BookRule, book: BookSync, delta: DecodedDelta): Continuity {
  if (rule.domain !== 'symbol') return 'next';
  const order = book.bridging ? rule.bridge(book.last, delta) : rule.next(book.last, delta);
  return order === 'gap' && rule.bridge(book.last, delta) === 'next' ? 'next' : order;
}

function applyInOrder(context: Context, symbol: SymbolState, delta: DecodedDelta): Novelty {
  const { venue, feed } = context;
  const { book } = symbol;
  const rule = venue.book;
  const order = orderOf(rule, book, delta);
  if (order === 'old' && !isRestart(context, book.bridging ? null : book.tsEvent, delta)) {
    if (book.bridging && feed.now - (book.lastSyncedAt ?? 0) > BRIDGE_WITHIN_US)
      declareGap(context, symbol, 'the stream does not reach the snapshot');
    return 'duplicate';
  }
  if (order !== 'next') {
    const reason =
      order === 'gap'
        ? `after update ${book.last} came ${delta.first}`
        : `the venue restarted its update ids: after ${book.last} came ${delta.last}`;
    declareGap(context, symbol, reason);
    suspectLossIfRunning(context, symbol, `the book lost updates: ${reason}`);
    if (rule.snapshot === 'rest') holdBack(context, symbol, delta);
    return 'new';
  }
  const absolute = rule.levels === 'additive' ? added(context, symbol, delta) : delta;
  return absolute === null ? 'nothing' : applyDelta(context, symbol, absolute);
}

/** The delta with resulting sizes instead of size changes; declares a gap if a size would be negative. */
function added(context: Context, symbol: SymbolState, delta: DecodedDelta): DecodedDelta | null {
  const absolute = symbol.instrument && toAbsolute(symbol.book.book, delta, symbol.instrument);
  if (absolute !== null) return absolute;
  declareGap(context, symbol, 'an update takes more from a level than rests there');
  suspectLossIfRunning(context, symbol, 'the book lost updates');
  return null;
}

/** Changes the book, verifies it by every available proof, and emits the event. */
function applyDelta(context: Context, symbol: SymbolState, delta: DecodedDelta): Novelty {
  const { venue, feed } = context;
  const { book } = symbol;
  const rule = venue.book;
  changeBook(rule, book.book, delta.bids, delta.asks);
  if (rule.proof !== 'sequence') keepWritten(book, delta);
  book.last = delta.last;
  book.tsEvent = delta.tsEvent;
  book.bridging = false;
  setSeq(symbol, 'book', delta.last);
  const quote = book.quotes.get(delta.last ?? -1);
  if (feed.settings.recorded && quote !== undefined) learnTouch(book.book, quote);
  const fault = checksumFault(context, symbol, delta.checksum) ?? crossedFault(symbol) ?? touchFault(symbol, quote);
  if (fault !== null) {
    if (rule.proof !== 'sequence' && book.followed < PROOF_UPDATES) doubtDefinitions(context);
    declareGap(context, symbol, fault);
    suspectLossIfRunning(context, symbol, `the book lost updates: ${fault}`);
    return 'nothing';
  }
  book.followed++;
  book.suspectAt = null;
  book.outrun = null;
  setStream(context, symbol, 'book', 'synced', 'whole and in order');
  emit(context, deltaEvent(context, symbol, delta));
  followAudit(context, symbol, delta);
  return 'new';
}

const deltaEvent = ({ venue, feed }: Context, symbol: SymbolState, delta: DecodedDelta): BookDeltaEvent => ({
  type: 'book_delta',
  venue: venue.card.id,
  symbol: symbol.symbol,
  tsEvent: delta.tsEvent ?? feed.now,
  tsRecv: feed.now,
  seq: delta.last,
  bids: delta.bids,
  asks: delta.asks,
  touch: touchOf(symbol.book.book),
});

function crossedFault({ book }: SymbolState): string | null {
  const state = isCrossed(book.book);
  return state === 'no' ? null : `book is ${state}`;
}

/** Repeats overdue requests: missing snapshots, and audits. */
export function watchBook(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  const { book } = symbol;
  const status = symbol.streams.book;
  if (status === undefined || status.state === 'down' || symbol.unknown) return;
  if (book.phase !== 'synced') {
    if (venue.book.snapshot === 'rest' && status.state === 'connecting') return;
    fetchBook(context, symbol);
    return;
  }
  if (book.suspectAt !== null && feed.now - book.suspectAt > SUSPECT_US) {
    declareGap(context, symbol, 'a message was unreadable, and no update has come to show that none was lost');
    return;
  }
  const overdue = overdueUpdate(context, book);
  if (overdue !== null) {
    declareGap(context, symbol, overdue);
    return;
  }
  const quiet = book.bridging && feed.now - (book.lastSyncedAt ?? 0) > QUIET_US;
  if (quiet && status.state === 'syncing') setStream(context, symbol, 'book', 'synced', 'whole; no update since');
  if (!feed.settings.recorded) startAudit(context, symbol);
}
