import type { ConnectionPlan, StreamKind, Subscription } from '../../../core/index.ts';

/** The venue allows 1,024 streams per connection; this is fewer, so that losing one connection costs less. */
const STREAMS_PER_CONNECTION = 200;
/** Characters of stream names in the URL, because some proxies truncate longer URLs. */
const STREAM_NAMES_LENGTH = 4_000;

/** A base URL without the paths that the venue's documents add to it. */
export const bare = (host: string): string =>
  host
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/(ws|stream)$/, '')
    .replace(/\/+$/, '');

/** Groups the streams of each symbol, without duplicates, in order of first mention. */
function bySymbol(subscriptions: readonly Subscription[]): readonly (readonly Subscription[])[] {
  const groups = new Map<string, Map<StreamKind, Subscription>>();
  for (const subscription of subscriptions) {
    const group = groups.get(subscription.symbol) ?? new Map<StreamKind, Subscription>();
    group.set(subscription.stream, subscription);
    groups.set(subscription.symbol, group);
  }
  return [...groups.values()].map((group) => [...group.values()]);
}

/** Fills connections one after another; a symbol is never split over two connections. `nameOf`: a stream's name in the URL. */
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

/** The request that ends a symbol's streams that the connection's URL names. A channel of all instruments stays. */
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
