import {
  STREAMS,
  toRfc3339,
  US_PER_MS,
  US_PER_SECOND,
  type CardStream,
  type Micros,
  type StreamKind,
  type VenueId,
} from '../../core/index.ts';
import {
  allChannel,
  clockFrame,
  clockOffset,
  eventOf,
  type FeedView,
  type HeldLatest,
  type LatestRow,
  type StreamView,
} from '../../runtime/feed/index.ts';
import { createBook } from '../../analytics/book/index.ts';
import type { BaseReading } from './reading.ts';
import { keepReceived, newReceived } from './received.ts';
import type { MarketSource } from './source.ts';

/** A market that is not followed, at a given time: its newest values, without book and trades. Null if there is no row of it. */
export function readLatestRow(engine: MarketSource, venue: VenueId, name: string, at: Micros): BaseReading | null {
  const feed = engine.state.feeds.get(venue);
  const row = feed?.latest?.rows.get(name);
  if (feed === undefined || row === undefined) return null;
  const received = newReceived();
  for (const { message, at: heardAt } of row.held) keepReceived(received, eventOf(venue, message, heardAt));
  return {
    engine,
    feed,
    symbol: {
      symbol: name,
      instrument: null,
      unknown: false,
      streams: streamsOf({ feed, cards: engine.venue(venue).card.streams }, row),
      book: { phase: 'idle', book: createBook(), last: null, lastSyncedAt: null },
      trades: { missing: [], doubt: null, check: { doubted: [], waits: null } },
      carriers: [],
    },
    market: { id: `${venue}:${name}`, venue, symbol: name, received },
    at,
    exchangeAt: at - (clockOffset(feed.clock) ?? 0),
  };
}

interface From {
  readonly feed: FeedView;
  readonly cards: readonly CardStream[];
}

/** The state of each stream of a row: that of its channel, doubt after a refused message, or stale if it is left out. */
function streamsOf(from: From, { held }: LatestRow): BaseReading['symbol']['streams'] {
  const kinds = Map.groupBy(held, ({ message }) => message.kind);
  return Object.fromEntries([...kinds].map(([kind, some]) => [kind, statusOf(from, kind, some)]));
}

const NO_CHANNEL = { state: 'down', reason: 'its channel is not subscribed', since: 0 } as const;

const LEFT_OUT = { state: 'stale', reason: 'its channel leaves it out' } as const;

/** Whether a channel brought other markets for longer than this stream of a row may be silent. */
function isLeftOut({ feed, cards }: From, kind: StreamKind, held: readonly HeldLatest[]): boolean {
  const channelAt = allChannel(feed, kind)?.heardAt ?? null;
  const heardAt = Math.max(...held.map(({ at }) => at));
  const everyMs = cards.find((stream) => stream.kind === kind)?.everyMs ?? 0;
  return channelAt !== null && (channelAt - heardAt) / US_PER_MS > Math.max(STREAMS[kind].leastStaleMs, everyMs);
}

function statusOf(from: From, kind: StreamKind, held: readonly HeldLatest[]): StreamView {
  const { feed } = from;
  const { since, ...channel } = allChannel(feed, kind) ?? NO_CHANNEL;
  const { state, reason } = channel.state === 'synced' && isLeftOut(from, kind, held) ? LEFT_OUT : channel;
  const refused = held.find((one) => one.refused !== null)?.refused ?? null;
  const newest = held.reduce((a, b) => (timeOf(feed, b) > timeOf(feed, a) ? b : a));
  return {
    ...(refused !== null && channel.state === 'synced' ? { state: 'gap', reason: refused } : { state, reason }),
    since,
    lastAt: timeOf(feed, newest),
    messages: held.length,
    seq: newest.message.seq ?? null,
  };
}

/** The valid time of a message on our clock; its receipt if the venue states no time, or a later one. */
function timeOf({ clock }: FeedView, { at, message: { tsEvent } }: HeldLatest): Micros {
  if (tsEvent === null) return at;
  const { skew, offset } = clockFrame(clock);
  return Math.min(at, tsEvent + skew + offset);
}

/** What a reader of a row must know: what is missing of the market, and which values the venue no longer sends. */
export function rowCaveats({ engine, feed, market }: BaseReading): readonly string[] {
  const row = feed.latest?.rows.get(market.symbol);
  const { streams } = engine.venue(market.venue).card;
  const kinds = Map.groupBy(row?.held ?? [], ({ message }) => message.kind);
  const omitted = [...kinds].flatMap(([kind, held]) => (isLeftOut({ feed, cards: streams }, kind, held) ? [kind] : []));
  const since = Math.min(...(row?.held ?? []).flatMap(({ at, message }) => (omitted.includes(message.kind) ? [at] : [])));
  return [
    `${market.symbol} is not followed: only its newest values are kept. follow_market brings its book, trades and candles.`,
    ...(omitted.length === 0
      ? []
      : [
          `No newer ${omitted.join(', ')} of it since ${toRfc3339(Math.floor(since / US_PER_SECOND) * US_PER_SECOND)}, while other markets came: its values may be unchanged, or it may have ended.`,
        ]),
  ];
}
