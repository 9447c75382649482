import type { ConnectionPlan, SendLimits, StreamKind, Subscription, VenueConnect } from '../../core/index.ts';
import { bare, packBySymbol, unsubscribeFrames } from '../wire/binance/pack-streams.ts';

const PING_MS = 15_000;
/** Time of two pings without an answer. */
const IDLE_MS = 30_000;
/** The venue closes every connection after 24 hours. */
const MAX_AGE_MS = 24 * 3_600_000;
/** The venue allows five messages a second, pings included. Streams are named in the URL, so no frame subscribes. */
const SENDS: SendLimits = { framesPerSecond: 5, subscriptionsPerHour: null };

/** The venue's names of the streams supported here. */
const SUFFIX: Readonly<Partial<Record<StreamKind, string>>> = {
  book: 'depth@100ms',
  trade: 'trade',
  ticker: 'ticker',
  quote: 'bookTicker',
};

/** The venue's name of a stream: `btcusdt@depth@100ms`. */
export const streamName = ({ symbol, stream }: Subscription): string =>
  `${encodeURIComponent(symbol.toLowerCase())}@${SUFFIX[stream]}`;

const connection = (subscriptions: readonly Subscription[], host: string): ConnectionPlan => ({
  url: `${bare(host)}/stream?streams=${subscriptions.map(streamName).join('/')}`,
  headers: {},
  subscriptions,
  onOpen: [],
  ping: { everyMs: PING_MS, text: null },
  idleMs: IDLE_MS,
  maxAgeMs: MAX_AGE_MS,
  sends: SENDS,
});

export const connect: VenueConnect = {
  plan: (subscriptions, host) =>
    packBySymbol(
      subscriptions.filter(({ stream }) => stream in SUFFIX),
      streamName,
    ).map((group) => connection(group, host)),
  resync: () => [],
  unsubscribe: (symbol, plan) => unsubscribeFrames(symbol, plan, streamName),
};
