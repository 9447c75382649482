import type { ConnectionPlan, SendLimits, StreamKind, Subscription, VenueConnect } from '../../core/index.ts';
import { BOOK_DEPTH } from './sequence.ts';

/** Our own limit, because the venue states none and answers a subscription with a snapshot for each symbol. */
const SYMBOLS_PER_CONNECTION = 50;
const PING_MS = 15_000;
/** The venue sends a heartbeat each second when nothing else is sent. */
const IDLE_MS = 20_000;
/**
 * Our own limits, because the venue says only that it limits requests. A book that never matches its checksum is requested 720
 * times an hour.
 */
const SENDS: SendLimits = { framesPerSecond: 20, subscriptionsPerHour: 1_440 };

export type Channel = 'book' | 'trade' | 'ticker';

/** The streams supported here, and the channel of each. */
const CHANNEL: Readonly<Partial<Record<StreamKind, Channel>>> = {
  book: 'book',
  trade: 'trade',
  ticker: 'ticker',
  quote: 'ticker',
};

/** Request ids by channel, because a refusal repeats the id but does not name the channel. */
export const REQUEST_ID: Readonly<Record<Channel, number>> = { book: 1, trade: 2, ticker: 3 };
const UNSUBSCRIBE_ID = 9;

/** The streams that come from a channel. */
export const streamsIn = (channel: Channel): readonly StreamKind[] => (channel === 'ticker' ? ['ticker', 'quote'] : [channel]);

/**
 * Ticker and quote come from one channel, which a connection can have only once per symbol. With `bbo` it is sent whenever the
 * touch changes, including the 24-hour fields.
 */
const OPTIONS: Readonly<Record<Channel, Readonly<Record<string, unknown>>>> = {
  book: { depth: BOOK_DEPTH, snapshot: true },
  trade: { snapshot: true },
  ticker: { event_trigger: 'bbo', snapshot: true },
};

const subscribe = (channel: Channel, symbols: readonly string[]): string =>
  JSON.stringify({ method: 'subscribe', params: { channel, symbol: symbols, ...OPTIONS[channel] }, req_id: REQUEST_ID[channel] });

/** Options that an unsubscription repeats to identify the subscription. */
const NAMED_BY: Readonly<Record<Channel, Readonly<Record<string, unknown>>>> = {
  book: { depth: BOOK_DEPTH },
  trade: {},
  ticker: { event_trigger: 'bbo' },
};

const unsubscribe = (channel: Channel, symbols: readonly string[]): string =>
  JSON.stringify({ method: 'unsubscribe', params: { channel, symbol: symbols, ...NAMED_BY[channel] }, req_id: UNSUBSCRIBE_ID });

const channelsOf = (subscriptions: readonly Subscription[]): readonly Channel[] => [
  ...new Set(subscriptions.flatMap(({ stream }) => CHANNEL[stream] ?? [])),
];

/** A base URL that ends with exactly one `/v2`. */
const endpoint = (host: string): string => `${host.trim().replace(/\/+$/, '').replace(/\/v2$/, '').replace(/\/+$/, '')}/v2`;

function connection(subscriptions: readonly Subscription[], host: string): ConnectionPlan {
  const symbols = new Map<Channel, Set<string>>();
  for (const { symbol, stream } of subscriptions) {
    const channel = CHANNEL[stream];
    if (channel === undefined) continue;
    symbols.set(channel, (symbols.get(channel) ?? new Set()).add(symbol));
  }
  return {
    url: endpoint(host),
    headers: {},
    subscriptions,
    onOpen: [...symbols].map(([channel, names]) => subscribe(channel, [...names])),
    ping: { everyMs: PING_MS, text: JSON.stringify({ method: 'ping' }) },
    idleMs: IDLE_MS,
    maxAgeMs: null,
    sends: SENDS,
  };
}

function plan(subscriptions: readonly Subscription[], host: string): readonly ConnectionPlan[] {
  const once = new Map(subscriptions.map((subscription) => [`${subscription.stream} ${subscription.symbol}`, subscription]));
  const symbols = [...new Set(subscriptions.map(({ symbol }) => symbol))];
  const plans: ConnectionPlan[] = [];
  for (let i = 0; i < symbols.length; i += SYMBOLS_PER_CONNECTION) {
    const group = new Set(symbols.slice(i, i + SYMBOLS_PER_CONNECTION));
    plans.push(
      connection(
        [...once.values()].filter(({ symbol }) => group.has(symbol)),
        host,
      ),
    );
  }
  return plans;
}

export const connect: VenueConnect = {
  plan,
  resync: (symbol) => [unsubscribe('book', [symbol]), subscribe('book', [symbol])],
  unsubscribe: (symbol, { subscriptions }) =>
    channelsOf(subscriptions.filter((one) => one.symbol === symbol)).map((channel) => unsubscribe(channel, [symbol])),
};
