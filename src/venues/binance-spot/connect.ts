import type { ConnectionPlan, StreamKind, Subscription, VenueConnect } from '../../core/index.ts';

/** The venue allows 1,024 streams a connection; fewer, so that one lost connection costs less. */
const STREAMS_PER_CONNECTION = 200;
/** Streams are named in the URL; longer URLs are cut by some proxies. */
const STREAM_NAMES_LENGTH = 4_000;
const PING_MS = 15_000;
/** Two pings without an answer. */
const IDLE_MS = 30_000;
/** The venue closes every connection after 24 hours. */
const MAX_AGE_MS = 24 * 3_600_000;

/** The streams that this venue has here, by the venue's own words. */
const SUFFIX: Readonly<Partial<Record<StreamKind, string>>> = {
  book: 'depth@100ms',
  trade: 'trade',
  ticker: 'ticker',
  quote: 'bookTicker',
};

/** The venue's name of a stream: `btcusdt@depth@100ms`. */
export const streamName = ({ symbol, stream }: Subscription): string =>
  `${encodeURIComponent(symbol.toLowerCase())}@${SUFFIX[stream]}`;

/** A base URL without the paths that the venue's documents give with it. */
const bare = (host: string): string =>
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

const namesLength = (subscriptions: readonly Subscription[]): number =>
  subscriptions.reduce((length, subscription) => length + streamName(subscription).length + 1, 0);

/** Fills connections one after another; a symbol is never split over two. */
function pack(groups: readonly (readonly Subscription[])[]): readonly (readonly Subscription[])[] {
  const connections: Subscription[][] = [];
  let streams = 0;
  let length = 0;
  for (const group of groups) {
    const groupLength = namesLength(group);
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

const connection = (subscriptions: readonly Subscription[], host: string): ConnectionPlan => ({
  url: `${bare(host)}/stream?streams=${subscriptions.map(streamName).join('/')}`,
  headers: {},
  subscriptions,
  onOpen: [],
  ping: { everyMs: PING_MS, text: null },
  idleMs: IDLE_MS,
  maxAgeMs: MAX_AGE_MS,
});

export const connect: VenueConnect = {
  plan: (subscriptions, host) =>
    pack(bySymbol(subscriptions.filter(({ stream }) => stream in SUFFIX))).map((group) => connection(group, host)),
  resync: () => [],
};
