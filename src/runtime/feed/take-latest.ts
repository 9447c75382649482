import {
  latestKey,
  withArticle,
  type DataEvent,
  type DecodedData,
  type DecodedQuote,
  type LatestKind,
} from '../../core/index.ts';
import { takeTouch } from './take-touch.ts';
import { takeCandle } from './check-against-candle.ts';
import { checkTrades } from './check-against-ticker.ts';
import { emit, quarantine, type Context, type Novelty } from './context.ts';
import { badField, dataEvent } from './data-message.ts';
import { isKnown, type LatestMessage } from './known-latest.ts';
import { badPrint, isPlainPrint } from './numbers.ts';
import { badTicker } from './plausible.ts';
import { refuseStream } from './refusals.ts';
import type { SymbolState } from './state.ts';
import { setStream } from './streams.ts';

/** Additional rules of some kinds of message. */
interface Beside<M> {
  /** Fast check that all numbers are valid; the full check runs only if it fails. */
  readonly plain?: (symbol: SymbolState, message: M) => boolean;
  /** Which numbers contradict each other or the instrument; null if none do. */
  readonly bad?: (context: Context, symbol: SymbolState, message: M) => string | null;
  /** Builds the event faster than a loop over the fields. */
  readonly event?: (context: Context, message: M) => DataEvent<LatestKind>;
  /** Checks other streams against the message; `before` is the message that it replaces. */
  readonly after?: (context: Context, symbol: SymbolState, message: M, before: M | null) => void;
}

const BESIDE: { readonly [K in LatestKind]?: Beside<DecodedData<K>> } = {
  ticker: { bad: (_context, _symbol, ticker) => badTicker(ticker), after: checkTrades },
  candle: { after: takeCandle },
  quote: { plain: isPlainQuote, bad: badQuote, event: quoteEvent, after: takeTouch },
};
const NOTHING_BESIDE: Beside<LatestMessage> = {};
const besideOf = (kind: LatestKind): Beside<LatestMessage> => (BESIDE[kind] ?? NOTHING_BESIDE) as Beside<LatestMessage>;

/**
 * Handles a message of a stream whose newest message counts. Repeated and older messages are duplicates; invalid ones are
 * quarantined.
 */
export function takeLatest(context: Context, symbol: SymbolState, message: LatestMessage): Novelty {
  const { kind } = message;
  const status = symbol.streams[kind];
  if (status === undefined) return 'nothing';
  const key = latestKey(kind, message);
  const seq = message.seq ?? null;
  const last = symbol.latest.get(key) ?? null;
  const newest = newestSeq(symbol, kind, key);
  if (seq === null ? isKnown(context, message, last) : newest !== null && seq <= newest) return 'duplicate';
  if (refusesLatest(context, symbol, message)) return 'nothing';
  status.seq = seq;
  // A repeat of a numbered message is recognised by its number, so most quotes need not be stored.
  if (seq === null || key !== kind) keep(symbol, key, message);
  issueLatest(context, symbol, message);
  besideOf(kind).after?.(context, symbol, message, last);
  return 'new';
}

/** Maximum messages kept per kind under different keys; the oldest key is dropped. */
const KEPT_SIDE_BY_SIDE = 16;

function keep({ latest }: SymbolState, key: string, message: LatestMessage): void {
  if (!latest.has(key)) {
    const others = [...latest].filter(([, { kind }]) => kind === message.kind);
    if (others.length >= KEPT_SIDE_BY_SIDE) latest.delete((others[0] as [string, LatestMessage])[0]);
  }
  latest.set(key, message);
}

/**
 * The number of the newest message that this one would replace; null after a new subscription, because the venue may have
 * restarted its numbers.
 */
function newestSeq({ streams, latest }: SymbolState, kind: LatestKind, key: string): number | null {
  if (streams[kind]?.state === 'syncing') return null;
  return key === kind ? (streams[kind]?.seq ?? null) : (latest.get(key)?.seq ?? null);
}

/** Emits the event of a valid message, from the stream or a request. */
export function issueLatest(context: Context, symbol: SymbolState, message: LatestMessage): void {
  setStream(context, symbol, message.kind, 'synced', 'received');
  emit(context, besideOf(message.kind).event?.(context, message) ?? dataEvent(context, message));
}

/** Quarantines a message with invalid numbers and returns true; false if the message is valid. */
export function refusesLatest(context: Context, symbol: SymbolState, message: LatestMessage): boolean {
  const { kind } = message;
  if (besideOf(kind).plain?.(symbol, message) === true) return false;
  const bad = badField(message) ?? besideOf(kind).bad?.(context, symbol, message) ?? null;
  if (bad === null) return false;
  quarantine(context, null, `bad_${kind}`, `${symbol.symbol}: ${bad}`, '');
  refuseStream(context, symbol, kind, `${withArticle(kind)} was refused: ${bad}`);
  return true;
}

function isPlainQuote({ instrument }: SymbolState, { seq, bid, bidSize, ask, askSize }: DecodedQuote): boolean {
  if (instrument === null || (seq === null && bid > ask)) return false;
  return isPlainPrint(instrument, bid, bidSize) && isPlainPrint(instrument, ask, askSize);
}

function badQuote(context: Context, symbol: SymbolState, quote: DecodedQuote): string | null {
  const bad = badPrint(context, symbol, quote.bid, quote.bidSize) ?? badPrint(context, symbol, quote.ask, quote.askSize);
  return bad ?? (quote.seq === null && quote.bid > quote.ask ? `bid ${quote.bid} above ask ${quote.ask}` : null);
}

/** Written out field by field for speed, because most messages are quotes. */
function quoteEvent({ venue, feed: { now } }: Context, quote: DecodedQuote): DataEvent<'quote'> {
  return {
    type: 'quote',
    venue: venue.card.id,
    symbol: quote.symbol,
    tsEvent: quote.tsEvent ?? now,
    tsRecv: now,
    seq: quote.seq,
    bid: quote.bid,
    bidSize: quote.bidSize,
    ask: quote.ask,
    askSize: quote.askSize,
  };
}
