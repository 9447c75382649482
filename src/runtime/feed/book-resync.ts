import { callOf } from '../../core/index.ts';
import { clearBook } from '../../analytics/book/index.ts';
import { backoff, type Context } from './context.ts';
import { resubscribe } from './outbox.ts';
import { ask, isAsked } from './requests.ts';
import { SNAPSHOT_WITHIN_US, startWaiting } from './snapshot-wait.ts';
import { PRIORITY, type BookSync, type SymbolState } from './state.ts';
import { setSeq, setStream } from './streams.ts';

/** Least time between two snapshot requests of one symbol. */
const SPACING_US = 1_000_000;
/** Updates, or seconds, after which a snapshot counts as good. */
export const PROOF_UPDATES = 10;
const PROOF_US = 10_000_000;
/** Failed snapshots allowed before backing off. */
const FAILURES_FREE = 2;

/** Drops the book, because what was lost may be anywhere in it. */
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
  book.suspectAt = null;
  book.outrun = null;
  book.written = { bids: new Map(), asks: new Map() };
  book.retryAt = feed.now;
  book.quotes.clear();
}

/** Something was lost or is wrong: drop this book, declare a gap and resync. Other symbols continue. */
export function declareGap(context: Context, symbol: SymbolState, reason: string): void {
  const { book } = symbol;
  const { owner } = book;
  if (isProvenGood(context, book)) book.attempt = 0;
  loseBook(context, symbol);
  book.phase = 'awaiting';
  book.owner = owner;
  setStream(context, symbol, 'book', 'gap', reason);
  setSeq(symbol, 'quote', null);
  book.retryAt = Math.max((book.askedAt ?? 0) + SPACING_US, waitFor(context, book));
  fetchBook(context, symbol);
}

/** Later updates or time prove a snapshot; its arrival does not. */
const isProvenGood = ({ feed }: Context, { phase, followed, lastSyncedAt }: BookSync): boolean =>
  phase === 'synced' && (followed >= PROOF_UPDATES || feed.now - (lastSyncedAt ?? feed.now) > PROOF_US);

/** Next allowed request: at once, then backing off while snapshots fail. */
const waitFor = ({ feed }: Context, { attempt }: BookSync): number =>
  attempt <= FAILURES_FREE ? feed.now : backoff(feed, attempt);

/** Requests a snapshot if one is needed, due and not yet requested. */
export function fetchBook(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  const { book } = symbol;
  if (book.phase === 'synced' || book.requested || book.snapshot !== null || feed.settings.recorded) return;
  if (book.retryAt !== null && feed.now < book.retryAt) return;
  if (!isProvable(context, symbol)) return;
  if (venue.book.snapshot === 'rest') {
    const { snapshot } = venue.questions;
    const call = snapshot === undefined ? null : callOf(snapshot, { symbol: symbol.symbol });
    if (call === null || isAsked(context, 'snapshot', symbol.symbol)) return;
    book.requested = true;
    ask(context, call, PRIORITY.book);
    startWaiting(context, book);
    return;
  }
  const conn = book.owner === null ? undefined : feed.conns.get(book.owner);
  // The first subscription of this book may not be sent yet.
  if (conn === undefined || conn.isSubscribing) book.retryAt = feed.now + SNAPSHOT_WITHIN_US;
  else resubscribe(context, conn, symbol.symbol);
}

/** A checksum needs the instrument's decimals. A recording without them is accepted unproven. */
export const isProvable = ({ feed, venue }: Context, { instrument }: SymbolState): boolean =>
  venue.book.proof === 'sequence' || feed.settings.recorded || instrument?.scaleFrom !== 'digits';
