import { ALL_SYMBOLS, type StreamState, type Subscription } from '../../core/index.ts';
import { beginChannel, setChannel } from './channels.ts';
import type { Context } from './context.ts';
import { setStream } from './streams.ts';

/** Sets the state of what some subscriptions bring: streams of symbols, and channels over all symbols. */
export function setSubscribed(
  context: Context,
  subscriptions: readonly Subscription[],
  state: StreamState,
  reason: string,
): void {
  const { feed } = context;
  for (const { symbol, stream } of subscriptions) {
    if (symbol === ALL_SYMBOLS) {
      if (state === 'syncing') beginChannel(feed, stream);
      setChannel(feed, stream, state, reason);
    }
    const found = feed.symbols.get(symbol);
    if (found !== undefined) setStream(context, found, stream, state, reason);
  }
}
