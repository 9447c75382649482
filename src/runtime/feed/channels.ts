import {
  ALL_SYMBOLS,
  STREAM_OF,
  type CardStream,
  type Micros,
  type StreamDecoded,
  type StreamKind,
  type StreamState,
  type Subscription,
} from '../../core/index.ts';
import { isAhead } from './clock-offset.ts';
import type { Context } from './context.ts';
import { badField } from './data-message.ts';
import { isLatest, keepLatest } from './latest-rows.ts';
import { newStream, type Channel, type FeedState, type SymbolState } from './state.ts';
import { heard } from './streams.ts';

const ALL = '*';

/** Key of the channel that carries this stream for many symbols; null if the symbol has a channel of its own. */
function channelKey({ kind, channel = 'symbol' }: CardStream, symbol: SymbolState): string | null {
  if (channel === 'symbol') return null;
  if (channel === 'all') return `${kind} ${ALL}`;
  const family = symbol.instrument?.contract?.underlying ?? symbol.instrument?.base ?? '';
  return family === '' ? null : `${kind} ${family}`;
}

/** The channel that carries this stream for many symbols; null if there is none or it has sent nothing yet. */
export function channelOf({ feed }: Context, stream: CardStream, symbol: SymbolState): Channel | null {
  const key = channelKey(stream, symbol);
  return key === null ? null : (feed.channels.get(key) ?? null);
}

function cardStream({ venue }: Context, kind: StreamKind): CardStream | undefined {
  for (const stream of venue.card.streams) if (stream.kind === kind) return stream;
  return undefined;
}

/** Counts a new message as a sign of life of its channel. */
export function heardInChannel(context: Context, kind: StreamKind, symbol: SymbolState, tsEvent: Micros | null): void {
  const stream = cardStream(context, kind);
  const key = stream === undefined ? null : channelKey(stream, symbol);
  if (key !== null) listen(context, key, tsEvent);
}

/** Streams whose newest message is kept for each symbol that is not followed. */
export const latestStreams = ({ venue, feed }: Context): readonly CardStream[] =>
  feed.settings.latest === true
    ? venue.card.streams.filter(({ kind, tier }) => tier === 'latest' && feed.settings.streams.includes(kind))
    : [];

/** The subscriptions to the channels that bring them. */
export const latestSubscriptions = (context: Context): readonly Subscription[] =>
  latestStreams(context).map(({ kind }) => ({ symbol: ALL_SYMBOLS, stream: kind }));

/** Whether a connection only brings the symbols that are not followed. What it says of a followed one comes by its own too. */
export function isOfOthers({ conns, slots }: FeedState, conn: number): boolean {
  const from = conns.get(conn);
  // A plan lists the channel before the symbols.
  return from !== undefined && slots[from.slot]?.subscriptions.at(-1)?.symbol === ALL_SYMBOLS;
}

/**
 * Keeps the newest message of a symbol that is not followed, or drops and counts it. It shows that a channel over all symbols
 * works. Its family is unknown, so it shows nothing about a family's channel.
 */
export function takeUnfollowed(context: Context, conn: number, item: StreamDecoded): void {
  const { feed } = context;
  const kind = STREAM_OF[item.kind];
  const stream = cardStream(context, kind);
  const isKept = keepsLatest(context, stream) && (feed.settings.recorded || bringsChannel(feed, conn, kind));
  const novelty = isKept && isLatest(item) ? keepLatest(context, item) : null;
  if (novelty === null) feed.unfollowed++;
  if (!isKept && stream?.channel !== 'all') return;
  // A refused message or a repeated frame is no sign of life.
  if (novelty === 'nothing' || novelty === 'duplicate') return;
  const key = `${kind} ${ALL}`;
  if (!isNews(feed, key, item.tsEvent)) return;
  listen(context, key, item.tsEvent);
  if (novelty === 'new') setChannel(feed, kind, 'synced', 'received');
}

/** A valid message of a followed symbol shows that its channel over all symbols works, and says nothing else. */
export function hearFollowed(context: Context, item: StreamDecoded): void {
  const kind = STREAM_OF[item.kind];
  const key = `${kind} ${ALL}`;
  if (!keepsLatest(context, cardStream(context, kind)) || !isLatest(item) || badField(item) !== null) return;
  if (!isNews(context.feed, key, item.tsEvent)) return;
  listen(context, key, item.tsEvent);
  setChannel(context.feed, kind, 'synced', 'received');
}

const keepsLatest = ({ feed: { settings } }: Context, stream: CardStream | undefined): boolean =>
  stream?.tier === 'latest' && settings.latest === true && settings.streams.includes(stream.kind);

/** Whether a connection carries the channel over all symbols. Another may bring the same messages for its own symbols. */
const bringsChannel = ({ conns, slots }: FeedState, conn: number, kind: StreamKind): boolean =>
  slots[conns.get(conn)?.slot ?? -1]?.subscriptions.some(({ symbol, stream }) => symbol === ALL_SYMBOLS && stream === kind) ===
  true;

/** Whether a message is newer than all before it on its channel. */
function isNews(feed: FeedState, key: string, tsEvent: Micros | null): boolean {
  const newest = newestOf(feed, feed.channels.get(key));
  return tsEvent === null || newest === null || tsEvent > newest;
}

/** A new subscription may begin with older times, so those of the last one are forgotten. */
export function beginChannel(feed: FeedState, kind: StreamKind): void {
  channelBy(feed, `${kind} ${ALL}`).newest = null;
}

/** Sets the state of the channel over all symbols that brings a kind of stream. */
export function setChannel(feed: FeedState, kind: StreamKind, state: StreamState, reason: string): void {
  const channel = channelBy(feed, `${kind} ${ALL}`);
  if (channel.state === state && channel.reason === reason) return;
  Object.assign(channel, { state, reason, since: feed.now });
}

/** The channel over all symbols that brings a kind of stream; undefined before its first subscription. */
export const allChannel = <C>({ channels }: { readonly channels?: ReadonlyMap<string, C> }, kind: StreamKind): C | undefined =>
  channels?.get(`${kind} ${ALL}`);

function channelBy(feed: FeedState, key: string): Channel {
  let channel = feed.channels.get(key);
  if (channel === undefined) feed.channels.set(key, (channel = { ...newStream(feed.now), newest: null }));
  return channel;
}

/** The newest time of a channel; null while it lies in the future, or one wrong time would hide all messages until then. */
const newestOf = ({ clock, now }: FeedState, channel: Channel | undefined): Micros | null =>
  channel === undefined || channel.newest === null || isAhead(clock, now, channel.newest) ? null : channel.newest;

function listen({ feed }: Context, key: string, tsEvent: Micros | null): void {
  const channel = channelBy(feed, key);
  if (tsEvent !== null && !isAhead(feed.clock, feed.now, tsEvent))
    channel.newest = Math.max(newestOf(feed, channel) ?? tsEvent, tsEvent);
  // A frame holds many symbols but counts once.
  if (channel.heardAt !== feed.now) heard(channel, feed.now);
}
