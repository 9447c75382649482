import type { BookDeltaEvent, BookRule, Continuity, DecodedDelta, DecodedQuote, DecodedSnapshot } from '../../core/index.ts';
import { bestAsk, bestBid, clearBook, isCrossed, sizeAt, topLevels, touchOf } from '../../analytics/book/index.ts';
import { followAudit, startAudit, takeAuditSnapshot } from './audit.ts';
import { backoff, emit, quarantine, type Context } from './context.ts';
import { changeBook, fillBook } from './keep-book.ts';
import { learnTouch } from './learn-touch.ts';
import { badLevels } from './numbers.ts';
import { ask as askVenue, isAsked } from './requests.ts';
import type { BookSync, SymbolState } from './state.ts';
import { setStream } from './streams.ts';
import type { ConnId } from './types.ts';

/** Deltas held while a snapshot is awaited; at ten a second this is over a quarter of an hour. */
const BUFFER_MOST = 10_000;
/** After a snapshot, a market without updates for this long is quiet, and its book is the snapshot. */
const QUIET_US = 2_000_000;
/** A stream that is still behind its snapshot after this long counts in other numbers. */
const BRIDGE_WITHIN_US = 5_000_000;
const GAPS_A_MINUTE = 10;
/** Least time between two whole books of one symbol. */
const SPACING_US = 1_000_000;
const QUOTES_KEPT = 500;

/** Forgets the book: whatever was lost may be anywhere in it. */
export function loseBook({ feed }: Context, symbol: SymbolState): void {
  const { book } = symbol;
  clearBook(book.book);
  book.phase = 'idle';
  book.last = null;
  book.tsEvent = null;
  book.owner = null;
  book.bridging = false;
  book.buffer = [];
  book.snapshot = null;
  book.audit = null;
  book.requested = false;
  book.retryAt = feed.now;
  book.quotes.clear();
}

/** Something was lost or is wrong: serve nothing of this book, say so, and start again. Other symbols go on. */
export function declareGap(context: Context, symbol: SymbolState, reason: string): void {
  const { owner } = symbol.book;
  loseBook(context, symbol);
  symbol.book.phase = 'awaiting';
  symbol.book.owner = owner;
  setStream(context, symbol, 'book', 'gap', reason);
  symbol.streams.quote.seq = null;
  symbol.book.retryAt = (symbol.book.askedAt ?? 0) + spacing(context, symbol);
  fetchBook(context, symbol);
}

/** A book that keeps breaking is asked for less often, so that a bad line doesn't spend the venue's limits. */
function spacing({ feed }: Context, { streams }: SymbolState): number {
  const lately = streams.book.gaps.filter((at) => at > feed.now - 60_000_000).length;
  return lately > GAPS_A_MINUTE ? SPACING_US * 5 : SPACING_US;
}

/** Asks for the whole book, where it is needed, not yet asked for, and due. */
export function fetchBook(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  const { book } = symbol;
  if (book.phase === 'synced' || book.requested || book.snapshot !== null || feed.settings.recorded) return;
  if (book.retryAt !== null && feed.now < book.retryAt) return;
  if (!isProvable(context, symbol)) return;
  if (venue.book.snapshot === 'rest') {
    const call = venue.rest.snapshot(symbol.symbol);
    if (call === null || isAsked(context, 'snapshot', symbol.symbol)) return;
    book.requested = true;
    askVenue(context, call, 0);
  } else if (book.owner !== null) {
    for (const text of venue.connect.resync(symbol.symbol)) context.effects.push({ kind: 'send', conn: book.owner, text });
  }
  book.askedAt = feed.now;
  book.retryAt = backoff(feed, ++book.attempt) + (venue.book.snapshot === 'stream' ? 2_000_000 : 0);
}

/** A whole book came: the first one, a renewal, or (in the stream) a restart that the venue decided on. */
export function takeSnapshot(context: Context, symbol: SymbolState, snapshot: DecodedSnapshot, conn: ConnId | null): void {
  const { book } = symbol;
  book.requested = false;
  const wrong = snapshotFault(context, symbol, snapshot);
  if (wrong !== null) {
    quarantine(context, conn, 'bad_snapshot', `${symbol.symbol}: ${wrong}`, '');
    if (context.venue.book.snapshot === 'stream') declareGap(context, symbol, `snapshot refused: ${wrong}`);
    else book.audit = null;
    return;
  }
  if (context.venue.book.snapshot === 'stream') {
    book.owner = conn;
    if (isProvable(context, symbol)) install(context, symbol, snapshot);
    else setStream(context, symbol, 'book', 'syncing', 'no definition yet, so that its checksum proves nothing');
    return;
  }
  // Before any delta has joined, a fresher whole book simply takes the place of the last.
  const fresher = book.bridging && book.audit === null && (snapshot.last ?? 0) >= (book.last ?? 0);
  if (book.phase === 'synced' && !fresher) return takeAuditSnapshot(context, symbol, snapshot, declareGap);
  book.snapshot = snapshot;
  bridge(context, symbol);
}

/** A checksum is over digits that only a definition tells; a recording has none and is taken as it is. */
const isProvable = ({ feed, venue }: Context, { instrument }: SymbolState): boolean =>
  venue.book.proof === 'sequence' || feed.settings.recorded || instrument?.scaleFrom !== 'digits';

function snapshotFault(context: Context, symbol: SymbolState, { bids, asks }: DecodedSnapshot): string | null {
  const { instrument } = symbol;
  if (instrument === null) return 'no instrument definition yet';
  const bad = badLevels(bids, instrument) ?? badLevels(asks, instrument);
  if (bad !== null) return bad;
  return bids.length > 0 && asks.length > 0 && (bids[0] as number) >= (asks[0] as number) ? 'bid at or above ask' : null;
}

function install(context: Context, symbol: SymbolState, snapshot: DecodedSnapshot): void {
  const { feed, venue } = context;
  const { book } = symbol;
  fillBook(venue.book, book.book, snapshot.bids, snapshot.asks);
  const fault = checksumFault(context, symbol, snapshot.checksum);
  if (fault !== null) return declareGap(context, symbol, fault);
  const replaces = book.phase === 'synced';
  book.last = snapshot.last;
  book.tsEvent = snapshot.tsEvent;
  book.phase = 'synced';
  book.attempt = 0;
  book.bridging = true;
  book.snapshot = null;
  book.lastSyncedAt = feed.now;
  book.nextAuditAt = feed.now + feed.settings.auditSeconds * 1_000_000;
  book.audit = null;
  symbol.streams.book.seq = snapshot.last;
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
  // A snapshot of another channel is whole, but that the stream reaches it is known only when an update joins it.
  if (venue.book.snapshot === 'stream' || replaces) setStream(context, symbol, 'book', 'synced', 'whole and in order');
  else setStream(context, symbol, 'book', 'syncing', 'whole; waiting for the update that joins it');
}

/** Joins the snapshot at hand with the deltas held back. */
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
  install(context, symbol, snapshot);
  book.buffer = [];
  for (const delta of rest) {
    if (symbol.book.phase !== 'synced') return;
    applyInOrder(context, symbol, delta);
  }
}

/** One delta from the stream, whatever its order. */
export function takeDelta(context: Context, symbol: SymbolState, delta: DecodedDelta, conn: ConnId): void {
  const { venue } = context;
  const { book, instrument } = symbol;
  const bad =
    instrument === null
      ? 'no instrument definition yet'
      : (badLevels(delta.bids, instrument) ?? badLevels(delta.asks, instrument));
  if (bad !== null) {
    quarantine(context, conn, 'bad_number', `${symbol.symbol}: ${bad}`, '');
    if (book.phase === 'synced') declareGap(context, symbol, `a delta was refused: ${bad}`);
    book.buffer = [];
    return;
  }
  if (venue.book.snapshot === 'stream') {
    if (book.phase === 'synced' && book.owner === conn) applyInOrder(context, symbol, delta);
    else book.owner ??= conn;
    return;
  }
  if (book.phase === 'synced') applyInOrder(context, symbol, delta);
  else holdBack(context, symbol, delta);
}

function holdBack(context: Context, symbol: SymbolState, delta: DecodedDelta): void {
  const { book } = symbol;
  book.phase = 'awaiting';
  const previous = book.buffer.at(-1);
  if (previous !== undefined) {
    const order = context.venue.book.next(previous.last, delta);
    if (order === 'old' && !isRestart(previous.tsEvent, delta)) return;
    if (order !== 'next') book.buffer = [];
  }
  book.buffer.push(delta);
  if (book.buffer.length > BUFFER_MOST) book.buffer.shift();
  bridge(context, symbol);
  fetchBook(context, symbol);
}

/** An old number on a newer time: the venue has started to count anew. */
const isRestart = (at: number | null, delta: DecodedDelta): boolean =>
  at !== null && delta.tsEvent !== null && delta.tsEvent > at;

/** A new connection may batch updates otherwise: a delta that begins inside what is held and ends past it loses nothing. */
function orderOf(rule: BookRule, book: BookSync, delta: DecodedDelta): Continuity {
  const order = book.bridging ? rule.bridge(book.last, delta) : rule.next(book.last, delta);
  return order === 'gap' && rule.bridge(book.last, delta) === 'next' ? 'next' : order;
}

function applyInOrder(context: Context, symbol: SymbolState, delta: DecodedDelta): void {
  const { venue, feed } = context;
  const { book } = symbol;
  const rule = venue.book;
  const order = orderOf(rule, book, delta);
  if (order === 'old' && !isRestart(book.bridging ? null : book.tsEvent, delta)) {
    symbol.streams.book.duplicates++;
    if (book.bridging && feed.now - (book.lastSyncedAt ?? 0) > BRIDGE_WITHIN_US)
      declareGap(context, symbol, 'the stream does not reach the snapshot');
    return;
  }
  if (order !== 'next') {
    const reason =
      order === 'gap'
        ? `after update ${book.last} came ${delta.first}`
        : `the venue counts anew: after ${book.last} came ${delta.last}`;
    declareGap(context, symbol, reason);
    if (rule.snapshot === 'rest') holdBack(context, symbol, delta);
    return;
  }
  changeBook(rule, book.book, delta.bids, delta.asks);
  book.last = delta.last;
  book.tsEvent = delta.tsEvent;
  book.bridging = false;
  symbol.streams.book.seq = delta.last;
  const quote = book.quotes.get(delta.last ?? -1);
  if (feed.settings.recorded && quote !== undefined) learnTouch(book.book, quote);
  const fault = checksumFault(context, symbol, delta.checksum) ?? crossedFault(symbol) ?? touchFault(symbol, quote);
  if (fault !== null) return declareGap(context, symbol, fault);
  setStream(context, symbol, 'book', 'synced', 'whole and in order');
  emit(context, deltaEvent(context, symbol, delta));
  followAudit(context, symbol, delta, declareGap);
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

function checksumFault({ venue }: Context, { book, instrument }: SymbolState, stated: number | null): string | null {
  const { proof } = venue.book;
  if (proof === 'sequence' || stated === null || instrument === null) return null;
  const computed = venue.book.checksum(topLevels(book.book, 'bid', proof), topLevels(book.book, 'ask', proof), instrument);
  return computed === null || computed === stated ? null : `checksum is ${computed}, the venue says ${stated}`;
}

function crossedFault({ book }: SymbolState): string | null {
  const state = isCrossed(book.book);
  return state === 'no' ? null : `book is ${state}`;
}

/** The venue states its touch by the same update number: the book must agree. */
function touchFault({ book }: SymbolState, quote: DecodedQuote | undefined): string | null {
  if (quote === undefined) return null;
  const bid = bestBid(book.book);
  const ask = bestAsk(book.book);
  const same =
    bid === quote.bid &&
    ask === quote.ask &&
    sizeAt(book.book, 'bid', quote.bid) === quote.bidSize &&
    sizeAt(book.book, 'ask', quote.ask) === quote.askSize;
  return same ? null : `touch at update ${quote.seq} is ${bid}/${ask}, the venue says ${quote.bid}/${quote.ask}`;
}

/** Holds the book against a touch that the venue states, now or when the book gets there. */
export function takeTouch(context: Context, symbol: SymbolState, quote: DecodedQuote): void {
  const { book } = symbol;
  if (quote.seq === null || context.venue.book.proof !== 'sequence') return;
  if (book.phase === 'synced' && book.last === quote.seq) {
    if (context.feed.settings.recorded) learnTouch(book.book, quote);
    const fault = touchFault(symbol, quote);
    if (fault !== null) declareGap(context, symbol, fault);
    return;
  }
  if (book.last !== null && quote.seq < book.last) return;
  book.quotes.set(quote.seq, quote);
  for (const seq of book.quotes.keys()) {
    if (book.quotes.size <= QUOTES_KEPT && seq > (book.last ?? -1)) break;
    book.quotes.delete(seq);
  }
}

/** Renews what time has run out on: snapshots not yet there, and audits. */
export function watchBook(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  if (symbol.unknown || symbol.streams.book.state === 'down') return;
  const { book } = symbol;
  if (book.phase !== 'synced') {
    if (venue.book.snapshot === 'rest' && symbol.streams.book.state === 'connecting') return;
    fetchBook(context, symbol);
    return;
  }
  const quiet = book.bridging && feed.now - (book.lastSyncedAt ?? 0) > QUIET_US;
  if (quiet && symbol.streams.book.state === 'syncing') setStream(context, symbol, 'book', 'synced', 'whole; no update since');
  if (!feed.settings.recorded) startAudit(context, symbol);
}
