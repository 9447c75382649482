import { STREAMS, US_PER_MS, type CardStream } from '../../core/index.ts';
import { channelOf } from './channels.ts';
import type { Context } from './context.ts';
import { carrierOf } from './carriers.ts';
import { setStream, staleAfterMs } from './streams.ts';

/** How many intervals of a stream that comes by the clock may be missing. */
const INTERVALS_MISSED = 3;

/** Milliseconds that a venue's stream may be silent whatever its habit. */
const leastStaleMs = ({ kind, everyMs = 0 }: CardStream): number =>
  Math.max(STREAMS[kind].leastStaleMs, INTERVALS_MISSED * everyMs);

/** Prints need no first message to be in order: what carries them must be understood, and then none may come for hours. */
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
 * Marks streams stale that are silent beyond their habit. A stream that comes with those of other symbols is as silent as
 * its channel, because a channel may leave out what did not change.
 */
export function watchSilence(context: Context): void {
  const { feed, venue } = context;
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
      // Its own next message ends any other silence.
      else if (status.state === 'stale' && channel !== null)
        setStream(context, symbol, stream.kind, 'synced', 'its channel is heard again');
    }
  }
}
