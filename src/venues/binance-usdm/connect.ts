import {
  ALL_SYMBOLS,
  type ConnectionPlan,
  type SendLimits,
  type StreamKind,
  type Subscription,
  type VenueConnect,
} from '../../core/index.ts';
import { bare, packBySymbol, unsubscribeFrames } from '../wire/binance/pack-streams.ts';

const PING_MS = 15_000;
/** Time of two pings without an answer. */
const IDLE_MS = 30_000;
/** The venue closes every connection after 24 hours. */
const MAX_AGE_MS = 24 * 3_600_000;
/** The venue allows ten messages a second, pings included. Streams are named in the URL, so no frame subscribes. */
const SENDS: SendLimits = { framesPerSecond: 10, subscriptionsPerHour: null };

type Part = 'public' | 'market';

/**
 * The venue's names of its streams, and the part of its host that sends them: `public` for orders and trades, `market` for
 * derived data.
 */
const STREAMS: Readonly<Partial<Record<StreamKind, { readonly suffix: string; readonly part: Part }>>> = {
  book: { suffix: 'depth@100ms', part: 'public' },
  trade: { suffix: 'trade', part: 'public' },
  quote: { suffix: 'bookTicker', part: 'public' },
  // One message contains both.
  mark: { suffix: 'markPrice@1s', part: 'market' },
  funding: { suffix: 'markPrice@1s', part: 'market' },
  candle: { suffix: 'kline_1m', part: 'market' },
  liquidation: { suffix: 'forceOrder', part: 'market' },
};

/** Mark prices of every instrument in one channel, a second apart. */
const ALL_MARKS = '!markPrice@arr@1s';
/** The same, three seconds apart: enough for markets that are not followed, at a third of the bytes. */
const ALL_MARKS_SLOW = '!markPrice@arr';
/** Number of symbols from which one message of all instruments costs less than one message each. */
const ALL_MARKS_FROM = 100;

/** The venue's name of a stream: `btcusdt@depth@100ms`. */
const streamName = ({ symbol, stream }: Subscription): string =>
  `${encodeURIComponent(symbol.toLowerCase())}@${STREAMS[stream]?.suffix}`;

/** A base URL without the path that the venue's documents add to it. */
const base = (host: string): string => bare(bare(host).replace(/\/(public|market|private)$/, ''));

const isOfAll = ({ symbol }: Subscription): boolean => symbol === ALL_SYMBOLS;
const isMark = ({ stream }: Subscription): boolean => stream === 'mark' || stream === 'funding';

interface Connection {
  readonly part: Part;
  readonly names: readonly string[];
  readonly subscriptions: readonly Subscription[];
}

const bySymbol = (part: Part, subscriptions: readonly Subscription[]): readonly Connection[] =>
  packBySymbol(
    subscriptions.filter(({ stream }) => STREAMS[stream]?.part === part),
    streamName,
  ).map((group) => ({ part, names: [...new Set(group.map(streamName))], subscriptions: group }));

function connections(subscriptions: readonly Subscription[]): readonly Connection[] {
  const [ofAll, own] = [subscriptions.filter(isOfAll), subscriptions.filter((one) => !isOfAll(one))];
  const marks = [...new Map(own.filter(isMark).map((one) => [`${one.symbol} ${one.stream}`, one])).values()];
  const isForAll = new Set(marks.map(({ symbol }) => symbol)).size >= ALL_MARKS_FROM;
  const apart = isForAll ? own.filter((one) => !isMark(one)) : own;
  const overAll = isForAll ? [...ofAll, ...marks] : ofAll;
  const names = [isForAll ? ALL_MARKS : ALL_MARKS_SLOW];
  return [
    ...bySymbol('public', apart),
    ...bySymbol('market', apart),
    ...(overAll.length > 0 ? [{ part: 'market' as const, names, subscriptions: overAll }] : []),
  ];
}

export const connect: VenueConnect = {
  plan: (all, host) =>
    connections(all).map(({ part, names, subscriptions }): ConnectionPlan => ({
      url: `${base(host)}/${part}/stream?streams=${names.join('/')}`,
      headers: {},
      subscriptions,
      onOpen: [],
      ping: { everyMs: PING_MS, text: null },
      idleMs: IDLE_MS,
      maxAgeMs: MAX_AGE_MS,
      sends: SENDS,
    })),
  resync: () => [],
  unsubscribe: (symbol, plan) => unsubscribeFrames(symbol, plan, streamName),
};
