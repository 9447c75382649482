import { z } from 'zod';
import {
  count,
  fieldsIn,
  flag,
  number,
  oneOf,
  orNull,
  orNullSince,
  price,
  size,
  text,
  time,
  type StreamField,
} from './stream-fields.ts';

/**
 * How the feed handles a stream: a complete book, every trade, the newest message, or independent messages without ids or
 * continuity.
 */
export type StreamHandler = 'book' | 'trades' | 'latest' | 'prints';

/** Fields of every kind of stream. */
interface AnyStream {
  /** Milliseconds of silence that are always allowed; a venue's card raises this to its own interval. */
  readonly leastStaleMs: number;
  /** Milliseconds of silence after which a channel counts as lost if its usual rate is unknown. */
  readonly silentMs: number;
  /**
   * Effect of a lost message: `gap` data are missing, `superseded` the next message replaces it, `counted` it is only counted.
   */
  readonly loss: 'gap' | 'superseded' | 'counted';
  /** Messages are sent as things happen, so that their times show the venue's clock. */
  readonly timely?: true;
  /** Its name and verb in answers: `book is` stale, `trades are` down. */
  readonly subject: string;
}

/** A book or trades. Their messages are built into the feed: a book has two kinds, and the feed gives each trade its ordinal. */
interface OrderedStream extends AnyStream {
  readonly handler: 'book' | 'trades';
}

/** A stream whose messages are numbers as received. Decoded message, event, envelope and answer derive from `event`. */
interface DataStream extends AnyStream {
  readonly handler: 'latest' | 'prints';
  readonly event: z.ZodObject;
  /** For `latest`: the newest message is kept for each value of this field. */
  readonly by?: string;
  /** Its name in envelopes, if not its kind. */
  readonly wire?: string;
  /** The operation that shows it; absent: `get_latest`. With `nothing`, no market stores it. */
  readonly shownBy?: 'get_report' | 'nothing';
}

/** A kind of stream, as data. */
export type StreamRow = OrderedStream | DataStream;

const unit = oneOf(['base', 'quote', 'contracts'], 'What sizes count: base currency, quote currency or contracts.');

/** Every kind of stream, in the order in which answers list them. A kind is added here, and in the venues that have it. */
export const STREAMS = {
  book: { handler: 'book', leastStaleMs: 3_000, silentMs: 30_000, loss: 'gap', timely: true, subject: 'book is' },
  // Trades come in bursts, so a pause of seconds is normal.
  trade: { handler: 'trades', leastStaleMs: 30_000, silentMs: 600_000, loss: 'gap', timely: true, subject: 'trades are' },
  ticker: {
    handler: 'latest',
    event: z.strictObject({
      last: price('Last price, quote currency.', { wire: 'last_price' }),
      changePct: number('Change over 24 h, per cent.', { wire: 'price_change_pct' }),
      high: price('Highest price in 24 h, quote currency.', { wire: 'high_24h' }),
      low: price('Lowest price in 24 h, quote currency.', { wire: 'low_24h' }),
      volume: size('Volume in 24 h, base currency.', { wire: 'volume_24h' }),
      from: orNullSince(time('Start of the time that these values cover, as the venue states it')),
    }),
    wire: 'ticker_24h',
    shownBy: 'get_report',
    leastStaleMs: 3_000,
    silentMs: 60_000,
    loss: 'superseded',
    subject: 'ticker is',
  },
  quote: {
    handler: 'latest',
    event: z.strictObject({
      bid: price('Best bid, quote currency.'),
      bidSize: size('Size at the best bid, base currency.'),
      ask: price('Best ask, quote currency.'),
      askSize: size('Size at the best ask, base currency.'),
    }),
    shownBy: 'nothing',
    leastStaleMs: 3_000,
    silentMs: 30_000,
    loss: 'superseded',
    timely: true,
    subject: 'quote is',
  },
  mark: {
    handler: 'latest',
    event: z.strictObject({
      markPrice: price('Mark price, used for profit, loss and liquidation, quote currency.'),
      indexPrice: orNull(price('Price of the underlying over several venues, quote currency.')),
      nextFundingRate: orNull(
        number(
          'Estimate of the next funding rate: ratio to the position, a fraction (0.0001 is 0.01 %), for the one interval that ends at next_funding_time, not per year; above 0 longs pay shorts.',
        ),
      ),
      nextFundingTime: orNull(time('Next settlement of funding')),
    }),
    leastStaleMs: 5_000,
    silentMs: 60_000,
    loss: 'superseded',
    subject: 'mark price is',
  },
  funding: {
    handler: 'latest',
    event: z.strictObject({
      status: oneOf(['predicted', 'settled'], 'Predicted: an estimate of the next payment. Settled: paid at funding_time.'),
      rate: number(
        'Funding rate: ratio to the position, a fraction (0.0001 is 0.01 %), for one interval of interval_hours, not per year; above 0 longs pay shorts.',
      ),
      intervalHours: orNull(number('Time between two settlements, hours.')),
      fundingTime: orNull(time('Settlement of this rate: in the future if predicted, in the past if settled')),
      nextFundingTime: orNull(time('Next settlement to come')),
    }),
    by: 'status',
    // Some venues send the rate only when it changes, and settle every eight hours.
    leastStaleMs: 60_000,
    silentMs: 600_000,
    loss: 'superseded',
    subject: 'funding is',
  },
  open_interest: {
    handler: 'latest',
    event: z.strictObject({
      openInterest: size('Size of open positions, one side counted, in `unit`.'),
      unit,
      openInterestValue: orNull(size('Open interest in quote currency, as the venue values it.')),
    }),
    leastStaleMs: 60_000,
    silentMs: 600_000,
    loss: 'superseded',
    subject: 'open interest is',
  },
  liquidation: {
    handler: 'prints',
    event: z.strictObject({
      side: oneOf(['long', 'short'], 'Position that was closed; a long is closed by a selling order.'),
      price: orNull(price('Price of the closing order, quote currency; often the bankruptcy price.')),
      averagePrice: orNull(price('Average price at which it was filled, quote currency.')),
      size: size('Size that was closed, in `unit`.'),
      unit,
    }),
    // A calm market has none for hours.
    leastStaleMs: 3_600_000,
    silentMs: 86_400_000,
    loss: 'counted',
    subject: 'liquidations are',
  },
  candle: {
    handler: 'latest',
    event: z.strictObject({
      interval: text(/^[1-9]\d*[smhdwM]$/, 'Length of the candle: 1m, 1h, 1d.'),
      start: time('Start of the candle'),
      open: price('First price, quote currency.'),
      high: price('Highest price, quote currency.'),
      low: price('Lowest price, quote currency.'),
      close: price('Last price, quote currency.'),
      volume: size('Volume, in `unit`.'),
      unit,
      trades: orNull(count('Number of trades.')),
      closed: flag('True when the candle is final; false while its interval runs.'),
    }),
    by: 'interval',
    leastStaleMs: 60_000,
    silentMs: 120_000,
    loss: 'superseded',
    subject: 'candles are',
  },
} as const satisfies Readonly<Record<string, StreamRow>>;

type Table = typeof STREAMS;
export type StreamKind = keyof Table;
type KindsOf<H extends StreamHandler> = { [K in StreamKind]: Table[K]['handler'] extends H ? K : never }[StreamKind];
/** Kinds for which only the newest message matters. */
export type LatestKind = KindsOf<'latest'>;
/** Kinds for which each message is a separate event. */
export type PrintsKind = KindsOf<'prints'>;
/** Kinds whose messages are numbers as received. */
export type DataKind = LatestKind | PrintsKind;
/** The fields of a message of a data kind. */
export type DataOf<K extends DataKind> = Readonly<z.output<Table[K]['event']>>;

/** Kind of a decoded message that belongs to a stream: the name of the stream's kind, except for books. */
export type StreamMessage = 'book_delta' | 'book_snapshot' | Exclude<StreamKind, 'book'>;

export const STREAM_KINDS = Object.keys(STREAMS) as readonly StreamKind[];
const ROWS: Readonly<Record<StreamKind, StreamRow>> = STREAMS;
export const streamRow = (kind: StreamKind): StreamRow => ROWS[kind];

/** A record with one value for each kind of stream. */
export const eachStream = <T>(make: (kind: StreamKind) => T): Record<StreamKind, T> =>
  Object.fromEntries(STREAM_KINDS.map((kind) => [kind, make(kind)])) as Record<StreamKind, T>;

/** The stream of each kind of message. */
export const STREAM_OF = Object.fromEntries(
  STREAM_KINDS.flatMap((kind) => (kind === 'book' ? ['book_delta', 'book_snapshot'] : [kind]).map((message) => [message, kind])),
) as Readonly<Record<StreamMessage, StreamKind>>;

/** The stream to which a kind of message belongs; undefined if it belongs to none. */
export const streamOf = (message: string): StreamKind | undefined =>
  (STREAM_OF as Readonly<Partial<Record<string, StreamKind>>>)[message];

const isDataKind = (kind: StreamKind): kind is DataKind => 'event' in STREAMS[kind];
export const DATA_KINDS = STREAM_KINDS.filter(isDataKind);
const DATA_KIND_NAMES: ReadonlySet<string> = new Set(DATA_KINDS);

/** Whether a message or an event is of a data kind. */
export const isData = (name: string): name is DataKind => DATA_KIND_NAMES.has(name);

/** A stream of data with its fields. */
export interface DataRow extends DataStream {
  readonly fields: readonly StreamField[];
}

const DATA_ROWS = Object.fromEntries(
  DATA_KINDS.map((kind) => [kind, { ...STREAMS[kind], fields: fieldsIn(STREAMS[kind].event) }]),
) as Readonly<Partial<Record<DataKind, DataRow>>> as Readonly<Record<DataKind, DataRow>>;
export const dataRow = (kind: DataKind): DataRow => DATA_ROWS[kind];

/** Kinds whose events are published but not stored by any market. */
const FEED_ONLY: ReadonlySet<string> = new Set(DATA_KINDS.filter((kind) => DATA_ROWS[kind].shownBy === 'nothing'));
export const isFeedOnly = (name: string): boolean => FEED_ONLY.has(name);

/** Key under which a message is kept: its kind, and the value of the kind's `by` field if it has one. */
export function latestKey(kind: DataKind, message: object): string {
  const { by } = DATA_ROWS[kind];
  return by === undefined ? kind : `${kind}:${String((message as Readonly<Record<string, unknown>>)[by])}`;
}
