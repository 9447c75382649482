import type { Micros, StreamKind } from '../../core/index.ts';
import type { FeedState, Slot } from './state.ts';
import type { Carrier } from './types.ts';

/** The connection that carries a stream of a symbol; undefined if there is none yet. */
export const carrierOf = ({ carriers }: { readonly carriers: readonly Carrier[] }, kind: StreamKind): Carrier | undefined =>
  carriers.find(({ streams }) => streams.includes(kind));

/** Records, for each symbol, its connections and when each last sent a readable frame. */
export function noteCarriers(feed: FeedState): void {
  const heard = feed.settings.recorded ? lastHeard(feed) : null;
  const found = new Map<string, { readonly streams: StreamKind[]; readonly aliveAt: Micros | null; readonly plan: number }[]>();
  for (const slot of feed.slots) {
    const aliveAt = feed.settings.recorded ? heard : understoodAt(feed, slot);
    for (const { symbol, stream } of slot.subscriptions) {
      let carriers = found.get(symbol);
      if (carriers === undefined) found.set(symbol, (carriers = []));
      const own = carriers.at(-1);
      if (own?.plan === slot.plan) own.streams.push(stream);
      else carriers.push({ streams: [stream], aliveAt, plan: slot.plan });
    }
  }
  for (const symbol of feed.symbols.values())
    symbol.carriers = (found.get(symbol.symbol) ?? []).map(({ streams, aliveAt }) => ({ streams, aliveAt }));
}

function understoodAt({ conns }: FeedState, { conn }: Slot): Micros | null {
  const serving = conn === null ? undefined : conns.get(conn);
  return serving?.openedAt == null ? null : serving.goodAt;
}

/** A recording has no connections, so its newest message of any stream is the sign of life. */
function lastHeard({ symbols }: FeedState): Micros | null {
  let last: Micros | null = null;
  for (const { streams } of symbols.values())
    for (const { heardAt } of Object.values(streams)) if (heardAt !== null) last = Math.max(last ?? 0, heardAt);
  return last;
}
