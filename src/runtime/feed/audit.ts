import { callOf, type DecodedDelta, type DecodedSnapshot } from '../../core/index.ts';
import { applyLevels, compareBooks, createBook, knownDepth, loadSnapshot, type OrderBook } from '../../analytics/book/index.ts';
import { declareGap } from './book-resync.ts';
import type { Context } from './context.ts';
import { outrun } from './outrun.ts';
import { ask, isAsked } from './requests.ts';
import { PRIORITY, type SymbolState } from './state.ts';

/** Known levels per side below which a fresh snapshot is requested early. */
const KNOWN_LEAST = 250;
const RENEW_EVERY_US = 5_000_000;
/** How many times the wait doubles while renewals keep failing. */
const DOUBLINGS_MOST = 4;
/** An audit that takes longer than this is dropped and started again. */
const AUDIT_WITHIN_US = 20_000_000;
const RECENT_MOST = 2_000;

/** Requests a fresh snapshot to compare with the book, when one is due or the known range runs out. */
export function startAudit(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  const { book } = symbol;
  if (venue.book.snapshot !== 'rest' || feed.settings.auditSeconds <= 0) return;
  if (book.audit !== null && feed.now - book.audit.startedAt > AUDIT_WITHIN_US) auditFailed(symbol);
  if (book.audit !== null || isAsked(context, 'snapshot', symbol.symbol)) return;
  const renewAfter = RENEW_EVERY_US * 2 ** Math.min(book.auditFailures, DOUBLINGS_MOST);
  const soon = runsOut(book.book) && feed.now >= book.nextAuditAt - feed.settings.auditSeconds * 1_000_000 + renewAfter;
  if (feed.now < book.nextAuditAt && !soon) return;
  const { snapshot } = venue.questions;
  if (snapshot === undefined) return;
  book.audit = { startedAt: feed.now, recent: [], shadow: null, shadowLast: null };
  book.nextAuditAt = feed.now + feed.settings.auditSeconds * 1_000_000;
  ask(context, callOf(snapshot, { symbol: symbol.symbol }), PRIORITY.audit);
}

/** Ends an audit that gave no result. */
export function auditFailed({ book }: SymbolState): void {
  book.audit = null;
  book.auditFailures++;
}

const runsOut = (book: OrderBook): boolean =>
  (book.known.from !== null && knownDepth(book, 'bid') < KNOWN_LEAST) ||
  (book.known.to !== null && knownDepth(book, 'ask') < KNOWN_LEAST);

/** Snapshot for an audit: start the shadow book. */
export function takeAuditSnapshot(context: Context, symbol: SymbolState, snapshot: DecodedSnapshot): void {
  const { book } = symbol;
  const audit = (book.audit ??= { startedAt: context.feed.now, recent: [], shadow: null, shadowLast: null });
  audit.shadow = createBook();
  loadSnapshot(audit.shadow, snapshot.bids, snapshot.asks, { depth: context.venue.book.depth });
  audit.shadowLast = snapshot.last;
  let joined = snapshot.last === book.last;
  for (const delta of audit.recent) {
    const order = joined ? context.venue.book.next(audit.shadowLast, delta) : context.venue.book.bridge(audit.shadowLast, delta);
    if (order === 'old') continue;
    if (order === 'gap') {
      // The snapshot is older than the deltas kept, so it proves nothing.
      book.audit = null;
      return;
    }
    grow(symbol, delta);
    joined = true;
  }
  audit.recent = [];
  if (audit.shadowLast === book.last) finish(context, symbol);
  else if (audit.shadowLast !== null && book.last !== null && audit.shadowLast < book.last) book.audit = null;
  else outrun(context, symbol, `the venue's snapshot is at update ${audit.shadowLast}, the book at ${book.last}`);
}

function grow(symbol: SymbolState, delta: DecodedDelta): void {
  const { audit } = symbol.book;
  if (audit?.shadow == null) return;
  applyLevels(audit.shadow, 'bid', delta.bids);
  applyLevels(audit.shadow, 'ask', delta.asks);
  audit.shadowLast = delta.last;
}

/** After a delta was applied to the book: keeps it for the shadow book, or applies it there too. */
export function followAudit(context: Context, symbol: SymbolState, delta: DecodedDelta): void {
  const { audit } = symbol.book;
  if (audit === null) return;
  if (audit.shadow === null) {
    audit.recent.push(delta);
    if (audit.recent.length > RECENT_MOST) audit.recent.shift();
    return;
  }
  if (context.venue.book.bridge(audit.shadowLast, delta) === 'next') grow(symbol, delta);
  if (audit.shadowLast === symbol.book.last) finish(context, symbol);
}

/** Compares the two books, now at the same update. The shadow replaces the book if they agree; otherwise it is a gap. */
function finish(context: Context, symbol: SymbolState): void {
  const { book } = symbol;
  const shadow = book.audit?.shadow;
  book.audit = null;
  if (shadow == null) return;
  book.audits++;
  book.auditFailures = 0;
  const difference = compareBooks(book.book, shadow);
  if (difference !== null) {
    const { side, price, a, b } = difference;
    declareGap(context, symbol, `audit at update ${book.last}: ${side} ${price} holds ${a}, the venue says ${b}`);
    return;
  }
  // Beyond the fresh range nothing verifies the old book, so stop claiming it.
  book.book = shadow;
}
