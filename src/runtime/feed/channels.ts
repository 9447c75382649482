import { STREAM_OF, type CardStream, type Micros, type StreamKind, type StreamMessage } from '../../core/index.ts';
import type { Context } from './context.ts';
import { newStream, type Channel, type SymbolState } from './state.ts';
import { heard } from './streams.ts';

const ALL = '*';

/** The channel that brings a symbol's stream together with those of others; null where it has one of its own. */
function channelKey({ kind, channel = 'symbol' }: CardStream, symbol: SymbolState): string | null {
  if (channel === 'symbol') return null;
  if (channel === 'all') return `${kind} ${ALL}`;
  const family = symbol.instrument?.contract?.underlying ?? symbol.instrument?.base ?? '';
  return family === '' ? null : `${kind} ${family}`;
}

/** The channel over many symbols that a symbol's stream comes by, if one was heard. */
export function channelOf({ feed }: Context, stream: CardStream, symbol: SymbolState): Channel | null {
  const key = channelKey(stream, symbol);
  return key === null ? null : (feed.channels.get(key) ?? null);
}

function cardStream({ venue }: Context, kind: StreamKind): CardStream | undefined {
  for (const stream of venue.card.streams) if (stream.kind === kind) return stream;
  return undefined;
}

/** Counts a message that said something new as a sign of life of its channel. */
export function heardInChannel(context: Context, kind: StreamKind, symbol: SymbolState, tsEvent: Micros | null): void {
  const stream = cardStream(context, kind);
  const key = stream === undefined ? null : channelKey(stream, symbol);
  if (key !== null) listen(context, key, tsEvent);
}

/**
 * A message of a symbol that is not followed: dropped and counted. It shows that a channel over all symbols works; of
 * which family it is, is not known.
 */
export function takeUnfollowed(context: Context, item: { readonly kind: StreamMessage; readonly tsEvent: Micros | null }): void {
  const { feed } = context;
  feed.unfollowed++;
  const kind = STREAM_OF[item.kind];
  if (cardStream(context, kind)?.channel !== 'all') return;
  const key = `${kind} ${ALL}`;
  const newest = feed.channels.get(key)?.newest ?? null;
  // The same frame again is no sign of life.
  if (item.tsEvent === null || newest === null || item.tsEvent > newest) listen(context, key, item.tsEvent);
}

function listen({ feed }: Context, key: string, tsEvent: Micros | null): void {
  let channel = feed.channels.get(key);
  if (channel === undefined) feed.channels.set(key, (channel = { ...newStream(feed.now), newest: null }));
  if (tsEvent !== null) channel.newest = Math.max(channel.newest ?? tsEvent, tsEvent);
  // A frame brings many symbols at one time.
  if (channel.heardAt !== feed.now) heard(channel, feed.now);
}
