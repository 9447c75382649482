import type { FeedFactsMessage, Heartbeat } from '../../../core/bus-message.ts';
import type { Envelope } from '../../../core/envelope.ts';
import { eachStream, STREAM_KINDS } from '../../../core/index.ts';
import type {
  BookRule,
  ContractTerms,
  FeedStateEvent,
  Instrument,
  MarketEvent,
  Micros,
  StreamKind,
  TradeEvent,
} from '../../../core/index.ts';
import { bookFromJson, clearBook, createBook, touchOf, type OrderBook } from '../../../analytics/book/index.ts';
import { changeBook, fillBook, type GapCounts, type StreamView, type SymbolView } from '../../../runtime/feed/index.ts';
import type { MarketState } from '../market-state.ts';
import { breakStudies } from '../studies/dispatch.ts';
import { firstTrade, lastTrade } from '../tape.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** One instrument's feed rebuilt from its messages, as plain data. */
export interface MirroredSymbol extends SymbolView {
  instrument: Instrument | null;
  unknown: boolean;
  streams: Readonly<Partial<Record<StreamKind, StreamView>>>;
  book: { phase: SymbolView['book']['phase']; book: OrderBook; last: number | null; lastSyncedAt: Micros | null };
  trades: { missing: readonly Range[]; doubt: object | null; check: SymbolView['trades']['check'] };
  carriers: SymbolView['carriers'];
  gaps: GapCounts;
  /** Ordinals of trades lost between two messages and not sent again. */
  holes: Range[];
  /** Whether trades may be missing between the last trade and the next. */
  interrupted: boolean;
  /** Whether windows restart with the next tenth of a second. */
  restarts: boolean;
}

const WAITS = 'waiting for the next whole book on the bus';

const newStream = (since: Micros): StreamView => ({
  state: 'connecting',
  reason: 'nothing read from the bus yet',
  since,
  lastAt: null,
  messages: 0,
  seq: null,
});

export const newMirrored = (symbol: string, now: Micros): MirroredSymbol => ({
  symbol,
  instrument: null,
  unknown: false,
  // All kinds, until the first heartbeat lists the streams that the instrument has.
  streams: eachStream(() => newStream(now)),
  book: { phase: 'idle', book: createBook(), last: null, lastSyncedAt: null },
  trades: { missing: [], doubt: null, check: { doubted: [], waits: null } },
  carriers: [],
  gaps: {},
  holes: [],
  // Trades before the first message are outside the span, so they are not missing.
  interrupted: false,
  restarts: false,
});

export function takeFacts(mirrored: MirroredSymbol, { venue, symbol, payload }: FeedFactsMessage): void {
  mirrored.gaps = { ...payload.gaps_24h };
  const definition = payload.instrument;
  mirrored.instrument = definition && {
    id: `${venue}:${symbol}`,
    venue,
    symbol,
    kind: definition.kind,
    base: definition.base,
    quote: definition.quote,
    priceScale: definition.price_scale,
    sizeScale: definition.size_scale,
    tick: definition.tick,
    lot: definition.lot,
    status: definition.status,
    scaleFrom: definition.scale_from,
    contract: contractOf(definition.contract ?? null),
    ...(definition.version === undefined ? {} : { version: definition.version }),
  };
}

function contractOf(message: NonNullable<FeedFactsMessage['payload']['instrument']>['contract'] | null): ContractTerms | null {
  if (message == null) return null;
  const { expiry_us: expiry, option_side: optionSide, ...terms } = message;
  return { ...terms, expiry, optionSide };
}

function loseBook({ book }: MirroredSymbol, phase: 'idle' | 'awaiting'): void {
  clearBook(book.book);
  book.phase = phase;
  book.last = null;
}

/** The stream is `syncing` here while the feed's book is synced and ours is still awaited. */
function tempered(mirrored: MirroredSymbol, status: StreamView): StreamView {
  const waits = mirrored.book.phase !== 'synced' && (status.state === 'synced' || status.state === 'stale');
  return waits ? { ...status, state: 'syncing', reason: WAITS } : status;
}

export function takeStatus(mirrored: MirroredSymbol, payload: Heartbeat['payload']): void {
  if (payload.book.phase !== 'synced') {
    if (mirrored.book.phase === 'synced') loseBook(mirrored, payload.book.phase);
    mirrored.book.phase = payload.book.phase;
  }
  mirrored.unknown = payload.unknown;
  mirrored.carriers = carriersOf(payload);
  mirrored.book.lastSyncedAt = payload.book.synced_us;
  mirrored.streams = Object.fromEntries(
    Object.entries(payload.streams).map(([kind, { state, reason, since_us: since, last_us: lastAt, messages, seq }]) => {
      const view = { state, reason, since, lastAt, messages, seq };
      return [kind, kind === 'book' ? tempered(mirrored, view) : view];
    }),
  );
  mirrored.trades = {
    missing: [...payload.missing.map(([from, to]) => ({ from, to })), ...mirrored.holes],
    doubt: payload.doubt === true ? {} : null,
    check: {
      doubted: (payload.doubted ?? []).map(([from, to, reason]) => ({ from, to, reason })),
      waits: payload.candle_waits_us ?? null,
    },
  };
}

/** The carriers of a heartbeat. Earlier builds send one time for all streams, or none. */
function carriersOf({ carriers, alive_us: all, now_us: now, streams }: Heartbeat['payload']): SymbolView['carriers'] {
  if (carriers === undefined)
    return [{ streams: STREAM_KINDS.filter((kind) => streams[kind] !== undefined), aliveAt: all === undefined ? now : all }];
  return carriers.map(({ streams: carried, alive_us: aliveAt }) => ({ streams: carried, aliveAt }));
}

/**
 * Applies an event to the mirrored feed; returns the event for the market, null if the market needs none.
 */
export function takeMirrored(
  rule: BookRule,
  mirrored: MirroredSymbol,
  market: MarketState,
  envelope: Envelope,
  event: MarketEvent,
): MarketEvent | null {
  const { book } = mirrored;
  switch (event.type) {
    case 'book_snapshot':
      return takeBook(rule, mirrored, envelope, event);
    case 'book_delta':
      if (book.phase !== 'synced') return event;
      changeBook(rule, book.book, event.bids, event.asks);
      book.last = event.seq;
      return { ...event, touch: touchOf(book.book) };
    case 'feed_state':
      if (event.stream === 'book' && envelope.type === 'feed_state' && envelope.book_whole === false && book.phase === 'synced')
        loseBook(mirrored, 'awaiting');
      mirrored.streams = { ...mirrored.streams, [event.stream]: changed(mirrored, event) };
      return event;
    case 'trade':
      watchIds(mirrored, market, event);
      return event;
    default:
      return event;
  }
}

function changed(mirrored: MirroredSymbol, { stream, state, reason, tsEvent: since, seq }: FeedStateEvent): StreamView {
  const status = { ...(mirrored.streams[stream] ?? newStream(since)), state, reason, since, seq };
  return stream === 'book' ? tempered(mirrored, status) : status;
}

function takeBook(
  rule: BookRule,
  { book }: MirroredSymbol,
  envelope: Envelope,
  event: Extract<MarketEvent, { type: 'book_snapshot' }>,
): MarketEvent | null {
  const whole = envelope.type === 'order_book_depth' ? envelope.payload.whole : undefined;
  // A 20-level snapshot is not a full book; ignore it.
  if (whole === undefined) return null;
  const known = book.phase === 'synced' && whole.cause === 'again';
  if (whole.cause === 'snapshot') fillBook(rule, book.book, event.bids, event.asks);
  else book.book = bookFromJson({ bids: whole.bids, asks: whole.asks, known: [whole.known_from, whole.known_to] });
  book.phase = 'synced';
  book.last = event.seq;
  return known ? null : { ...event, touch: touchOf(book.book) };
}

/** After an interruption the ids show whether trades are missing, unless the venue restarted its ids. */
function watchIds(mirrored: MirroredSymbol, market: MarketState, { ordinal, via, tsEvent }: TradeEvent): void {
  mirrored.holes = mirrored.holes.flatMap((hole) => without(hole, ordinal));
  if (via !== 'stream' || !mirrored.interrupted) return;
  mirrored.interrupted = false;
  const last = lastTrade(market.tape)?.ordinal ?? null;
  if (last === null || ordinal <= last + 1) return;
  mirrored.holes.push({ from: last + 1, to: ordinal - 1 });
  breakStudies('trades', { market, symbol: mirrored, at: tsEvent });
}

function without({ from, to }: Range, ordinal: number): Range[] {
  if (ordinal < from || ordinal > to) return [{ from, to }];
  return [
    { from, to: ordinal - 1 },
    { from: ordinal + 1, to },
  ].filter((part) => part.from <= part.to);
}

/** Restarts windows after an interruption, because the trades before it may be incomplete. */
export function restartWindows(mirrored: MirroredSymbol, market: MarketState, now: Micros): void {
  if (!mirrored.restarts) return;
  mirrored.restarts = false;
  breakStudies('messages', { market, symbol: mirrored, at: now });
}

/** Messages may be lost: drops the book, restarts windows, checks trade ids. Returns the event for the market. */
export function interruptSymbol(mirrored: MirroredSymbol, market: MarketState, reason: string, now: Micros): FeedStateEvent {
  loseBook(mirrored, 'awaiting');
  mirrored.interrupted = true;
  mirrored.restarts = true;
  const oldest = firstTrade(market.tape)?.ordinal ?? Number.POSITIVE_INFINITY;
  mirrored.holes = mirrored.holes.filter(({ to }) => to >= oldest);
  mirrored.streams = {
    ...mirrored.streams,
    book: { ...(mirrored.streams.book ?? newStream(now)), state: 'gap', reason, since: now },
  };
  const { venue, symbol } = market;
  return { type: 'feed_state', venue, symbol, tsEvent: now, tsRecv: now, seq: null, stream: 'book', state: 'gap', reason };
}
