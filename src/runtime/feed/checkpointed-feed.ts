import {
  US_PER_MINUTE,
  type DecodedQuote,
  type DecodedTicker,
  type Micros,
  type RestCall,
  type StreamKind,
  type TradeId,
  type Venue,
} from '../../core/index.ts';
import { callFromLog } from './logged-call.ts';
import { newLatestTable } from './latest-table.ts';
import { newCandleCheck } from './candle-check.ts';
import { plansOf, subscriptionsOf } from './plans.ts';
import { newRecentIds, recentFrom } from './recent-ids.ts';
import {
  newBookSync,
  newClock,
  newStream,
  newTradeSync,
  type FeedState,
  type PendingCall,
  type SymbolState,
  type BookSync,
  type TradeSync,
} from './state.ts';

/** A feed from a checkpoint, also of an earlier build; fields that the build lacked start as unknown. */
export function fromCheckpointedFeed(feed: FeedState, venue: Venue): FeedState {
  // Earlier builds stored no subscriptions in a slot; its number was an index into the plans of all symbols.
  const planned = plansOf(venue, feed, subscriptionsOf(venue, feed.symbols.values()));
  return {
    ...feed,
    rest: {
      ...feed.rest,
      queue: feed.rest.queue.map(pendingFrom),
      inflight: new Map(Array.from(feed.rest.inflight, ([request, pending]) => [request, pendingFrom(pending)])),
      spent: feed.rest.spent.map((spent) => ({ ...spent, bucket: spent.bucket ?? '', requests: spent.requests ?? 1 })),
    },
    unfollowed: feed.unfollowed ?? 0,
    channels: feed.channels ?? new Map(),
    latest: feed.latest ?? newLatestTable(feed.now),
    wanted: feed.wanted ?? [],
    definitions: feed.definitions ?? { dueAt: feed.now, attempt: 0 },
    clock: { ...newClock(), ...feed.clock },
    // Fields keep the order of the present build, so that the restored state gives the same checkpoint text.
    slots: feed.slots.map((slot) => ({
      ...slot,
      subscriptions: slot.subscriptions ?? planned[slot.plan]?.subscriptions ?? [],
      renewedAt: slot.renewedAt ?? null,
      renewals: slot.renewals ?? 0,
      renewAt: slot.renewAt ?? null,
      awaits: slot.awaits ?? null,
    })),
    conns: new Map(
      Array.from(feed.conns, ([id, conn]) => [
        id,
        {
          ...conn,
          goodAt: conn.goodAt ?? conn.firstFrameAt,
          repeats: conn.repeats ?? false,
          numbers: conn.numbers ?? new Map(),
          outbox: conn.outbox ?? [],
          isSubscribing: conn.isSubscribing ?? false,
          resyncs: conn.resyncs ?? [],
          sentAt: conn.sentAt ?? [],
          subscribedAt: conn.subscribedAt ?? [],
        },
      ]),
    ),
    symbols: new Map(Array.from(feed.symbols, ([name, symbol]) => [name, symbolFrom(venue, symbol, feed)])),
  };
}

/** Earlier builds stored calls in another form. */
const pendingFrom = <P extends PendingCall>(pending: P): P => ({ ...pending, call: callFromLog(pending.call) as RestCall });

/** Earlier builds stored the last quote and ticker in separate fields, and one time of last message for all streams. */
interface OlderSymbol extends Omit<SymbolState, 'latest' | 'carriers' | 'prints'> {
  readonly latest?: SymbolState['latest'];
  readonly carriers?: SymbolState['carriers'];
  readonly prints?: SymbolState['prints'];
  readonly aliveAt?: Micros | null;
  readonly quote?: DecodedQuote | null;
  readonly ticker?: DecodedTicker | null;
}

function symbolFrom(
  venue: Venue,
  { quote, ticker, latest, carriers, prints, aliveAt = null, ...symbol }: OlderSymbol,
  { now, settings: { streams: kinds } }: FeedState,
): SymbolState {
  // Earlier builds stored every kind of stream for each symbol, followed or not.
  const streams = Object.fromEntries(
    Object.entries(symbol.streams)
      .filter(([kind]) => kinds.includes(kind as StreamKind))
      .map(([kind, status]) => [kind, { ...newStream(now), ...status, heardAt: status.heardAt ?? status.lastAt }]),
  );
  return {
    ...symbol,
    instrument: symbol.instrument && { ...symbol.instrument, contract: symbol.instrument.contract ?? null },
    streams,
    book: bookFrom(symbol.book, now),
    trades: tradesFrom(venue, symbol.trades, now),
    polls: symbol.polls ?? new Map(),
    latest: latest ?? new Map([ticker, quote].flatMap((held) => (held == null ? [] : [[held.kind, held] as const]))),
    carriers: carriers ?? [{ streams: kinds, aliveAt }],
    prints: prints ?? [],
  };
}

/** Field names of earlier builds, whose ids were always numbers. */
interface OlderTrades extends Omit<Partial<TradeSync>, 'behind' | 'former' | 'recent'> {
  readonly recent?: TradeSync['recent'] | ReadonlyMap<TradeId, number>;
  readonly firstId?: number | null;
  readonly lastId?: number | null;
  readonly countedId?: number | null;
  readonly behind?: { readonly at: number; readonly id: number | string | null } | null;
  readonly former?: { readonly last?: number; readonly lastId?: number; readonly lastTs: number } | null;
}

function tradesFrom(
  { trades }: Venue,
  { firstId, lastId, countedId, behind = null, former = null, recent = newRecentIds(), ...held }: OlderTrades,
  now: Micros,
): TradeSync {
  return {
    ...newTradeSync(),
    // An earlier build did not sum the minute that runs.
    check: newCandleCheck(now + US_PER_MINUTE),
    ...(firstId === undefined ? {} : { first: firstId }),
    ...(lastId === undefined ? {} : { last: lastId }),
    ...(countedId === undefined ? {} : { counted: countedId }),
    ...held,
    ...(held.check === undefined ? {} : { check: { ...newCandleCheck(0), ...held.check } }),
    recent: recentFrom(recent, trades),
    behind: behind && { at: behind.at, id: behind.id === null ? null : String(behind.id) },
    former: former && { last: former.last ?? former.lastId ?? 0, lastTs: former.lastTs },
  };
}

/** Earlier builds stored only the sizes, by price. */
type OlderBook = Partial<BookSync> & { readonly exact?: Readonly<Record<'bids' | 'asks', ReadonlyMap<number, string>>> };

function bookFrom({ exact, ...book }: OlderBook, now: number): BookSync {
  const writtenOf = (sizes: ReadonlyMap<number, string>) =>
    new Map(Array.from(sizes, ([price, size]) => [price, { price: String(price), size }] as const));
  const older = exact === undefined ? {} : { written: { bids: writtenOf(exact.bids), asks: writtenOf(exact.asks) } };
  return { ...newBookSync(now), ...older, ...book };
}
