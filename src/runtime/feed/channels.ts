import { STREAM_OF, type CardStream, type Micros, type StreamKind, type StreamMessage } from '../../core/index.ts';
import type { Context } from './context.ts';
import { newStream, type Channel, type SymbolState } from './state.ts';
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

/**
 * Drops and counts a message of a symbol that is not followed. It shows that a channel over all symbols works. Its
 * family is unknown, so it shows nothing about a family's channel.
 */
export function takeUnfollowed(context: Context, item: { readonly kind: StreamMessage; readonly tsEvent: Micros | null }): void {
  const { feed } = context;
  feed.unfollowed++;
  const kind = STREAM_OF[item.kind];
  if (cardStream(context, kind)?.channel !== 'all') return;
  const key = `${kind} ${ALL}`;
  const newest = feed.channels.get(key)?.newest ?? null;
  // A repeated frame is no sign of life.
  if (item.tsEvent === null || newest === null || item.tsEvent > newest) listen(context, key, item.tsEvent);
}

function listen({ feed }: Context, key: string, tsEvent: Micros | null): void {
  let channel = feed.channels.get(key);
  if (channel === undefined) feed.channels.set(key, (channel = { ...newStream(feed.now), newest: null }));
  if (tsEvent !== null) channel.newest = Math.max(channel.newest ?? tsEvent, tsEvent);
  // A frame holds many symbols but counts once.
  if (channel.heardAt !== feed.now) heard(channel, feed.now);
}
