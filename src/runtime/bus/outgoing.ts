import type { BusBody } from '../../core/bus-message.ts';
import { DEPTH_LEVELS, pairs, toEnvelope } from '../../core/envelope.ts';
import {
  isFeedOnly,
  STREAM_KINDS,
  toRfc3339,
  US_PER_SECOND,
  type ContractTerms,
  type Instrument,
  type MarketEvent,
  type Micros,
  type Source,
  type VenueId,
} from '../../core/index.ts';
import { bookToJson, topLevels, touchOf, type OrderBook } from '../../analytics/book/index.ts';
import { clockOffset, factsOf, type Effect, type FeedFacts, type FeedState, type Input } from '../feed/index.ts';
import type { StreamStatus, SymbolState } from '../feed/state.ts';
import type { LogPosition } from '../raw-log/index.ts';

/** A body for one instrument's stream, with the clock offset after its input and the log position of that input. */
export interface Outgoing {
  readonly symbol: string;
  readonly body: BusBody;
  readonly offset: number | null;
  readonly skew?: number;
  readonly log: LogPosition | null;
}

/** Minutes whose trades may be missing; the oldest ones are left out. */
const checkOf = ({ doubted, waits }: SymbolState['trades']['check']) => ({
  ...(doubted.length === 0
    ? {}
    : { doubted: doubted.slice(-HOLES_MOST).map(({ from, to, reason }) => [from, to, reason] as [Micros, Micros, string]) }),
  ...(waits === null ? {} : { candle_waits_us: waits }),
});

/** State of an instrument as last sent. */
interface LastSent {
  instrument: Instrument | null;
  book: OrderBook;
  /** When its full book was last sent; `factsAt`: when its facts were last sent. */
  bookAt: Micros;
  factsAt: Micros;
}

const WHOLE_BOOK_EVERY_US = 10 * US_PER_SECOND;
const FACTS_EVERY_US = US_PER_SECOND;
/** Maximum ranges of missing trade ids in a message; the newest are sent. Readers mainly need to know that some are missing. */
const HOLES_MOST = 50;

export interface OutgoingOptions {
  readonly venue: VenueId;
  readonly source: Source;
  /** Settings that numbers depend on, by name. */
  readonly settings: Readonly<Record<string, number>>;
}

/** Turns the effects of one input on a venue's feed into messages, in the order in which a reader must apply them. */
export interface OutgoingFeed {
  after(feed: FeedState, input: Input, effects: readonly Effect[], log: LogPosition | null): Outgoing[];
  /** First messages for a reader of an instrument: its facts and, if synced, its whole book. */
  opening(feed: FeedState, symbol: string, at: Micros): Outgoing[];
}

export function createOutgoing({ venue, source, settings }: OutgoingOptions): OutgoingFeed {
  const sent = new Map<string, LastSent>();
  /** The symbols after the last input that was not a frame, because frames never add or remove a symbol. */
  let watched: readonly { readonly symbol: SymbolState; readonly known: LastSent }[] = [];

  const common = (symbol: string, at: Micros, seq: number | null = null) =>
    ({ version: 1, venue, symbol, ts_event: toRfc3339(at), ts_recv: toRfc3339(at), seq, source }) as const;

  const facts = (known: FeedFacts, { symbol, instrument, streams }: SymbolState, at: Micros): BusBody => ({
    type: 'feed_facts',
    ...common(symbol, at),
    payload: {
      streams: STREAM_KINDS.filter((kind) => streams[kind] !== undefined),
      host: known.host,
      connections: known.connections,
      reconnects: known.reconnects,
      quarantined: known.quarantined,
      rest_weight: known.restWeight,
      notes: [...known.notes],
      gaps_24h: { ...known.gaps.get(symbol) },
      instrument: instrument && definitionOf(instrument),
      settings: { ...settings },
    },
  });

  const wholeBook = ({ symbol, book }: SymbolState, at: Micros): BusBody => {
    const { bids, asks, known } = bookToJson(book.book);
    return {
      type: 'order_book_depth',
      ...common(symbol, at, book.last),
      ts_event: toRfc3339(book.tsEvent ?? at),
      payload: {
        bids: pairs(topLevels(book.book, 'bid', DEPTH_LEVELS)),
        asks: pairs(topLevels(book.book, 'ask', DEPTH_LEVELS)),
        levels: DEPTH_LEVELS,
        whole: { cause: 'again', bids: [...bids], asks: [...asks], known_from: known[0], known_to: known[1] },
      },
    };
  };

  const heartbeat = (feed: FeedState, symbol: SymbolState, at: Micros): BusBody => ({
    type: 'heartbeat',
    ...common(symbol.symbol, at),
    payload: {
      now_us: feed.now,
      clock_stepped_us: feed.clock.steppedAt,
      ...(feed.clock.late === null ? {} : { late_us: [feed.clock.late.from, feed.clock.late.to] as [number, number | null] }),
      unknown: symbol.unknown,
      alive_us: leastAlive(symbol.carriers),
      carriers: symbol.carriers.map(({ streams, aliveAt }) => ({ streams: [...streams], alive_us: aliveAt })),
      streams: Object.fromEntries(Object.entries(symbol.streams).map(([kind, status]) => [kind, statusOf(status)])),
      book: { phase: symbol.book.phase, last: symbol.book.last, synced_us: symbol.book.lastSyncedAt },
      ...(symbol.trades.doubt === null ? {} : { doubt: true }),
      ...checkOf(symbol.trades.check),
      missing: symbol.trades.missing.slice(-HOLES_MOST).map(({ from, to }) => [from, to]),
    },
  });

  /** Messages that make readers drop an instrument that was unfollowed, or is followed again. */
  const endsOf = (effects: readonly Effect[], at: Micros): { readonly symbol: string; readonly body: BusBody }[] =>
    effects.flatMap((effect) => {
      if (effect.kind !== 'follow' || (effect.outcome !== 'followed' && effect.outcome !== 'unfollowed')) return [];
      const { symbol } = effect;
      return sent.delete(symbol) ? [{ symbol, body: { type: 'market_end', ...common(symbol, at), payload: {} } }] : [];
    });

  const eventBody = (event: MarketEvent, symbol: SymbolState): BusBody => {
    const body = toEnvelope(event, source);
    if (body.type === 'feed_state') return { ...body, book_whole: symbol.book.phase === 'synced' };
    if (body.type === 'ticker_24h') {
      const touch = symbol.book.phase === 'synced' ? touchOf(symbol.book.book) : null;
      if (touch === null) return body;
      return {
        ...body,
        payload: { ...body.payload, best_bid: [touch.bid, touch.bidSize], best_ask: [touch.ask, touch.askSize] },
      };
    }
    if (body.type !== 'order_book_depth' || event.type !== 'book_snapshot') return body;
    const whole = {
      cause: 'snapshot' as const,
      bids: [...event.bids],
      asks: [...event.asks],
      known_from: null,
      known_to: null,
    };
    return { ...body, payload: { ...body.payload, whole } };
  };

  /** Messages that a reader needs before and after the events of an input, because the events do not contain them. */
  const unsaid = (feed: FeedState, symbol: SymbolState, at: Micros): { before: BusBody[]; after: BusBody[] } => {
    const known = sent.get(symbol.symbol);
    const next: LastSent = known ?? { instrument: null, book: symbol.book.book, bookAt: 0, factsAt: 0 };
    sent.set(symbol.symbol, next);
    const before: BusBody[] = [];
    const after: BusBody[] = [];
    if (known === undefined || next.instrument !== symbol.instrument) {
      before.push(facts(factsOf(feed, at), symbol, at));
      next.factsAt = at;
    }
    next.instrument = symbol.instrument;
    // An audit replaces the book by a fresher one without an event.
    if (next.book !== symbol.book.book && symbol.book.phase === 'synced') {
      after.push(wholeBook(symbol, at));
      next.bookAt = at;
    }
    next.book = symbol.book.book;
    return { before, after };
  };

  /** The symbols that an input may have changed without an event. */
  const changedBy = (feed: FeedState, input: Input): Iterable<SymbolState> =>
    input.kind === 'frame' ? watched.filter(isChanged).map(({ symbol }) => symbol) : feed.symbols.values();

  const onTick = (feed: FeedState, symbol: SymbolState, at: Micros): BusBody[] => {
    const known = sent.get(symbol.symbol) as LastSent;
    const bodies: BusBody[] = [];
    if (at - known.factsAt >= FACTS_EVERY_US) {
      bodies.push(facts(factsOf(feed, at), symbol, at));
      known.factsAt = at;
    }
    if (symbol.book.phase === 'synced' && at - known.bookAt >= WHOLE_BOOK_EVERY_US) {
      bodies.push(wholeBook(symbol, at));
      known.bookAt = at;
    }
    bodies.push(heartbeat(feed, symbol, at));
    return bodies;
  };

  return {
    after(feed, input, effects, log) {
      const offset = clockOffset(feed.clock);
      const { skew } = feed.clock;
      const before: Outgoing[] = endsOf(effects, input.at).map((end) => ({ ...end, offset, skew, log }));
      const after: Outgoing[] = [];
      for (const symbol of changedBy(feed, input)) {
        const out = (body: BusBody): Outgoing => ({ symbol: symbol.symbol, body, offset, skew, log });
        const extra = unsaid(feed, symbol, input.at);
        before.push(...extra.before.map(out));
        after.push(...extra.after.map(out));
        if (input.kind === 'tick') after.push(...onTick(feed, symbol, input.at).map(out));
      }
      if (input.kind !== 'frame')
        watched = Array.from(feed.symbols.values(), (symbol) => ({ symbol, known: sent.get(symbol.symbol) as LastSent }));
      const events = effects.flatMap((effect): Outgoing[] => {
        // Skips quotes, which are most events, because markets don't use them; the heartbeat counts them.
        if (effect.kind !== 'event' || isFeedOnly(effect.event.type)) return [];
        const symbol = feed.symbols.get(effect.event.symbol);
        return symbol === undefined ? [] : [{ symbol: symbol.symbol, body: eventBody(effect.event, symbol), offset, skew, log }];
      });
      return before.length === 0 && after.length === 0 ? events : [...before, ...events, ...after];
    },
    opening(feed, name, at) {
      const symbol = feed.symbols.get(name);
      if (symbol === undefined) return [];
      const offset = clockOffset(feed.clock);
      const bodies = [facts(factsOf(feed, at), symbol, at)];
      if (symbol.book.phase === 'synced') bodies.push(wholeBook(symbol, at));
      return bodies.map((body) => ({ symbol: name, body, offset, skew: feed.clock.skew, log: null }));
    },
  };
}

/** The time for readers of earlier builds, which know only one time of last message for all streams. */
function leastAlive(carriers: SymbolState['carriers']): Micros | null {
  const times = carriers.flatMap(({ aliveAt }) => aliveAt ?? []);
  return times.length === 0 || times.length < carriers.length ? null : Math.min(...times);
}

const isChanged = ({ symbol, known }: { readonly symbol: SymbolState; readonly known: LastSent }): boolean =>
  known.instrument !== symbol.instrument || known.book !== symbol.book.book;

const statusOf = ({ state, reason, since, lastAt, messages, seq }: StreamStatus) => ({
  state,
  reason,
  since_us: since,
  last_us: lastAt,
  messages,
  seq,
});

const definitionOf = (instrument: Instrument) => {
  const { kind, base, quote, priceScale, sizeScale, tick, lot, status, scaleFrom, contract, version } = instrument;
  return {
    kind,
    base,
    quote,
    price_scale: priceScale,
    size_scale: sizeScale,
    tick,
    lot,
    status,
    scale_from: scaleFrom,
    contract: contract && contractOf(contract),
    ...(version === undefined ? {} : { version }),
  };
};

const contractOf = ({ expiry, optionSide, ...terms }: ContractTerms) => ({
  ...terms,
  expiry_us: expiry,
  option_side: optionSide,
});
