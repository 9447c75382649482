import { STREAMS, US_PER_MS, type CardStream } from '../../core/index.ts';
import { allChannel, channelOf, latestStreams, setChannel } from './channels.ts';
import type { Context } from './context.ts';
import { carrierOf } from './carriers.ts';
import type { FeedState } from './state.ts';
import { setStream, staleAfterMs } from './streams.ts';

/** How many intervals of a periodic stream may be missing. */
const INTERVALS_MISSED = 3;

/** Milliseconds that a venue's stream may always be silent, whatever its usual silence. */
const leastStaleMs = ({ kind, everyMs = 0 }: CardStream): number =>
  Math.max(STREAMS[kind].leastStaleMs, INTERVALS_MISSED * everyMs);

/**
 * Marks a stream of rare events as synced once its connection has sent a readable frame, because no event may come for hours.
 */
export function watchPrints(context: Context): void {
  const { feed, venue } = context;
  for (const { kind } of venue.card.streams) {
    if (STREAMS[kind].handler !== 'prints') continue;
    for (const symbol of feed.symbols.values())
      if (symbol.streams[kind]?.state === 'syncing' && carrierOf(symbol, kind)?.aliveAt != null)
        setStream(context, symbol, kind, 'synced', 'subscribed, and none has come yet');
  }
}

const SILENT = 'silent for longer than its habit';

/**
 * Marks streams stale that are silent for longer than usual. For a channel over many symbols the channel's silence counts,
 * because its frames may leave out symbols that did not change.
 */
export function watchSilence(context: Context): void {
  const { feed, venue } = context;
  for (const stream of latestStreams(context)) watchChannel(feed, stream);
  for (const symbol of feed.symbols.values()) {
    for (const stream of venue.card.streams) {
      const status = symbol.streams[stream.kind];
      if (status === undefined || status.heardAt === null) continue;
      if (status.state !== 'synced' && status.state !== 'stale') continue;
      const channel = channelOf(context, stream, symbol);
      const by = channel ?? status;
      const limit = staleAfterMs(by, leastStaleMs(stream));
      const isSilent = limit !== null && (feed.now - (by.heardAt ?? feed.now)) / US_PER_MS > limit;
      if (isSilent) setStream(context, symbol, stream.kind, 'stale', SILENT);
      // Without a channel, the stream's own next message ends the silence.
      else if (status.state === 'stale' && channel !== null)
        setStream(context, symbol, stream.kind, 'synced', 'its channel is heard again');
    }
  }
}

/** Marks a channel over all symbols stale. While its usual silence is unknown, the limit is that of a lost channel. */
function watchChannel(feed: FeedState, stream: CardStream): void {
  const channel = allChannel(feed, stream.kind);
  if (channel?.state !== 'synced' || channel.heardAt === null) return;
  const limit = staleAfterMs(channel, leastStaleMs(stream)) ?? STREAMS[stream.kind].silentMs;
  if ((feed.now - channel.heardAt) / US_PER_MS > limit) setChannel(feed, stream.kind, 'stale', SILENT);
}
