import type { ConnectionPlan, SendLimits, StreamKind, Subscription, VenueConnect } from '../../core/index.ts';
import { BOOK_DEPTH } from './sequence.ts';

/** Our own bound: the venue names none, and its answer to a subscription is a snapshot for each symbol. */
const SYMBOLS_PER_CONNECTION = 50;
const PING_MS = 15_000;
/** The venue sends a heartbeat each second when nothing else is sent. */
const IDLE_MS = 20_000;
/** Our own bounds: the venue says only that it limits requests. A book that never fits is asked for 720 times an hour. */
const SENDS: SendLimits = { framesPerSecond: 20, subscriptionsPerHour: 1_440 };

export type Channel = 'book' | 'trade' | 'ticker';

/** The streams that this venue has here, and the channel that feeds each. */
const CHANNEL: Readonly<Partial<Record<StreamKind, Channel>>> = {
  book: 'book',
  trade: 'trade',
  ticker: 'ticker',
  quote: 'ticker',
};

/** A refusal doesn't name its channel, so that the request's number does. */
export const REQUEST_ID: Readonly<Record<Channel, number>> = { book: 1, trade: 2, ticker: 3 };
const UNSUBSCRIBE_ID = 9;

/** The streams of ours that a channel feeds. */
export const streamsIn = (channel: Channel): readonly StreamKind[] => (channel === 'ticker' ? ['ticker', 'quote'] : [channel]);

/**
 * Ticker and best bid and ask are one channel, which a connection can have only once a symbol: `bbo` sends it whenever the
 * touch changes, with the 24-hour fields in it.
 */
const OPTIONS: Readonly<Record<Channel, Readonly<Record<string, unknown>>>> = {
  book: { depth: BOOK_DEPTH, snapshot: true },
  trade: { snapshot: true },
  ticker: { event_trigger: 'bbo', snapshot: true },
};

const subscribe = (channel: Channel, symbols: readonly string[]): string =>
  JSON.stringify({ method: 'subscribe', params: { channel, symbol: symbols, ...OPTIONS[channel] }, req_id: REQUEST_ID[channel] });

/** What of its options an unsubscription repeats, to name the subscription. */
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

/** A base URL with exactly one `/v2` behind it. */
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
