import type { ConnectionPlan, StreamKind, Subscription } from '../../../core/index.ts';

/** The venue allows 1,024 streams a connection; fewer, so that one lost connection costs less. */
const STREAMS_PER_CONNECTION = 200;
/** Streams are named in the URL; longer URLs are cut by some proxies. */
const STREAM_NAMES_LENGTH = 4_000;

/** A base URL without the paths that the venue's documents give with it. */
export const bare = (host: string): string =>
  host
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/(ws|stream)$/, '')
    .replace(/\/+$/, '');

/** Puts each symbol's streams side by side, each once, in order of first mention. */
function bySymbol(subscriptions: readonly Subscription[]): readonly (readonly Subscription[])[] {
  const groups = new Map<string, Map<StreamKind, Subscription>>();
  for (const subscription of subscriptions) {
    const group = groups.get(subscription.symbol) ?? new Map<StreamKind, Subscription>();
    group.set(subscription.stream, subscription);
    groups.set(subscription.symbol, group);
  }
  return [...groups.values()].map((group) => [...group.values()]);
}

/** Fills connections one after another; a symbol is never split over two. `nameOf`: a stream's name in the URL. */
export function packBySymbol(
  subscriptions: readonly Subscription[],
  nameOf: (subscription: Subscription) => string,
): readonly (readonly Subscription[])[] {
  const connections: Subscription[][] = [];
  let streams = 0;
  let length = 0;
  for (const group of bySymbol(subscriptions)) {
    const groupLength = group.reduce((sum, subscription) => sum + nameOf(subscription).length + 1, 0);
    const last = connections.at(-1);
    if (last && streams + group.length <= STREAMS_PER_CONNECTION && length + groupLength <= STREAM_NAMES_LENGTH) {
      last.push(...group);
      streams += group.length;
      length += groupLength;
    } else {
      connections.push([...group]);
      streams = group.length;
      length = groupLength;
    }
  }
  return connections;
}

/** The request that ends a symbol's streams, as far as the connection's URL names them: a channel of all instruments stays. */
export function unsubscribeFrames(
  symbol: string,
  { url, subscriptions }: ConnectionPlan,
  nameOf: (subscription: Subscription) => string,
): readonly string[] {
  const named = new Set(url.slice(url.indexOf('=') + 1).split('/'));
  const names = new Set(subscriptions.filter((one) => one.symbol === symbol).map(nameOf));
  const params = [...names].filter((name) => named.has(name)).map((name) => decodeURIComponent(name));
  return params.length === 0 ? [] : [JSON.stringify({ method: 'UNSUBSCRIBE', params, id: 1 })];
}
