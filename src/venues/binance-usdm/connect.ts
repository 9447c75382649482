import type { ConnectionPlan, SendLimits, StreamKind, Subscription, VenueConnect } from '../../core/index.ts';
import { bare, packBySymbol } from '../wire/binance/pack-streams.ts';

const PING_MS = 15_000;
/** Two pings without an answer. */
const IDLE_MS = 30_000;
/** The venue closes every connection after 24 hours. */
const MAX_AGE_MS = 24 * 3_600_000;

/** Ten messages a second, pings among them. Streams are named in the URL, so that nothing is subscribed to by frame. */
const SENDS: SendLimits = { framesPerSecond: 10, subscriptionsPerHour: null };

/** The venue's streams by its own words, and the part of its host that sends them: orders, or what is derived from them. */
const STREAMS: Readonly<Partial<Record<StreamKind, { readonly suffix: string; readonly part: 'public' | 'market' }>>> = {
  book: { suffix: 'depth@100ms', part: 'public' },
  trade: { suffix: 'trade', part: 'public' },
  quote: { suffix: 'bookTicker', part: 'public' },
};

const PARTS = ['public', 'market'] as const;

/** The venue's name of a stream: `btcusdt@depth@100ms`. */
const streamName = ({ symbol, stream }: Subscription): string =>
  `${encodeURIComponent(symbol.toLowerCase())}@${STREAMS[stream]?.suffix}`;

/** A base URL without the parts that the venue's documents give with it. */
const base = (host: string): string => bare(bare(host).replace(/\/(public|market|private)$/, ''));

export const connect: VenueConnect = {
  plan: (subscriptions, host) =>
    PARTS.flatMap((part) =>
      packBySymbol(
        subscriptions.filter(({ stream }) => STREAMS[stream]?.part === part),
        streamName,
      ).map((group): ConnectionPlan => ({
        url: `${base(host)}/${part}/stream?streams=${group.map(streamName).join('/')}`,
        headers: {},
        subscriptions: group,
        onOpen: [],
        ping: { everyMs: PING_MS, text: null },
        idleMs: IDLE_MS,
        maxAgeMs: MAX_AGE_MS,
        sends: SENDS,
      })),
    ),
  resync: () => [],
};
