import { z } from 'zod';
import { SOURCES, STREAM_STATES, type Levels, type MarketEvent, type Source } from './event.ts';
import { envelopeTime, PLAIN_KINDS, wireName, wireShape, wireValues, type WireName, type WireValue } from './data-envelope.ts';
import { STREAM_KINDS } from './streams.ts';
import { toRfc3339 } from './time.ts';

/** Version of the envelope; raised by changes that readers can't ignore. */
export const ENVELOPE_VERSION = 1;

const price = z.number().positive();
const size = z.number().nonnegative();
const level = z.tuple([price, size]);

/**
 * Position of a message on a bus: the `n`th message published by this owner of the stream; a later owner has a higher `epoch`.
 * `rest`: number of messages of the same input that still follow; readers process them together. `offset_us`: receive clock
 * minus exchange clock after that input; null until known. `skew_us`: how far the exchange clock has fallen behind `offset_us`
 * since it was stepped; absent if it wasn't. `log`: position of the input in the publisher's raw log, with the log's identity.
 */
const busStamp = z.object({
  epoch: z.number().int().nonnegative(),
  n: z.number().int().positive(),
  rest: z.number().int().nonnegative(),
  offset_us: z.number().nullable(),
  skew_us: z.number().optional(),
  log: z.object({ session: z.number().int(), seq: z.number().int(), log: z.string().optional() }).nullable(),
});
export type BusStamp = z.output<typeof busStamp>;

const flatLevels = z.array(size).refine((numbers) => numbers.length % 2 === 0, 'levels come in pairs of price and size');

/** All levels of a book, flat: price, size, price, size … `again`: repeated without a change. */
const wholeBook = z.object({
  cause: z.enum(['snapshot', 'again']),
  bids: flatLevels,
  asks: flatLevels,
  known_from: z.number().nullable(),
  known_to: z.number().nullable(),
});

export const envelopeCommon = {
  version: z.literal(ENVELOPE_VERSION),
  venue: z.string().min(1),
  symbol: z.string().min(1),
  ts_event: envelopeTime,
  ts_recv: envelopeTime,
  seq: z.number().int().nullable(),
  source: z.enum(SOURCES),
  /** Set only in a replay: the data of `source` are from the past. */
  replayed: z.literal(true).optional(),
  /** Only on a bus, like `whole`, `book_whole` and the fields of `BESIDE`. */
  bus: busStamp.optional(),
};
const common = envelopeCommon;

/** Added to a ticker by the publisher of a bus: best bid and ask of its book. */
const BESIDE: Readonly<Partial<Record<WireName, z.ZodRawShape>>> = {
  ticker_24h: { best_bid: level.optional(), best_ask: level.optional() },
};

/** The row's fields; on a bus also those of `BESIDE`. */
export interface DataPayload {
  readonly [field: string]: WireValue | readonly [number, number] | undefined;
}

/** Envelopes of the streams whose numbers are as received, each from its row. */
const dataEnvelopes = PLAIN_KINDS.map((kind) => {
  const name = wireName(kind);
  const payload: z.ZodType<DataPayload> = z.object({
    ...wireShape(kind),
    ...BESIDE[name],
  }) as z.ZodType as z.ZodType<DataPayload>;
  return z.object({ type: z.literal(name), ...common, payload });
});

/**
 * An event as published, in the published form: `type, venue, symbol, ts_event, payload`, plus receive time, the
 * venue's sequence number and the source. Prices in quote, sizes in base currency, times RFC 3339 UTC.
 */
export const envelopeSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('trade_tick'),
    ...common,
    payload: z.object({
      price,
      qty: price,
      side: z.enum(['buy', 'sell']),
      /** The venue's own id if its ids are contiguous; otherwise the trade's position in order of receipt. */
      /** A fraction for a trade fetched between two known ones, if the venue's ids have gaps. */
      trade_id: z.number(),
      /** The venue's own id, if it differs from `trade_id`. */
      venue_trade_id: z.string().min(1).optional(),
      via: z.enum(['stream', 'backfill']),
    }),
  }),
  z.object({
    type: z.literal('order_book_depth'),
    ...common,
    payload: z.object({
      bids: z.array(level),
      asks: z.array(level),
      levels: z.number().int(),
      whole: wholeBook.optional(),
    }),
  }),
  z.object({
    type: z.literal('order_book_deltas'),
    ...common,
    payload: z.object({ bids_upd: z.array(level), asks_upd: z.array(level) }),
  }),
  z.object({
    type: z.literal('quote'),
    ...common,
    payload: z.object({ best_bid: z.tuple([price, size]), best_ask: z.tuple([price, size]) }),
  }),
  z.object({
    type: z.literal('candles'),
    ...common,
    payload: z.object({
      interval: z.literal('1m'),
      candles: z.array(z.object({ start: envelopeTime, open: price, high: price, low: price, close: price, volume: size })),
    }),
  }),
  z.object({
    type: z.literal('feed_state'),
    ...common,
    stream: z.enum(STREAM_KINDS),
    state: z.enum(STREAM_STATES),
    reason: z.string(),
    /** Whether the book is complete after the input of this event. */
    book_whole: z.boolean().optional(),
  }),
  ...dataEnvelopes,
]);

export type Envelope = z.output<typeof envelopeSchema>;

/** Levels per side in the depth message. */
export const DEPTH_LEVELS = 20;

export function pairs(levels: Levels, most = Number.POSITIVE_INFINITY): [number, number][] {
  const list: [number, number][] = [];
  for (let i = 0; i < levels.length && list.length < most; i += 2) list.push([levels[i] as number, levels[i + 1] as number]);
  return list;
}

const tradeIds = ({ id, ordinal }: Extract<MarketEvent, { type: 'trade' }>) => ({
  trade_id: ordinal,
  ...(id === String(ordinal) ? {} : { venue_trade_id: id }),
});

/** An event as other programs read it; `replayed` if it comes from a recording. */
export function toEnvelope(event: MarketEvent, source: Source, replayed?: true): Envelope {
  const { venue, symbol, seq } = event;
  const base = {
    version: ENVELOPE_VERSION,
    venue,
    symbol,
    ts_event: toRfc3339(event.tsEvent),
    ts_recv: toRfc3339(event.tsRecv),
    seq,
    source,
    ...(replayed ? { replayed } : {}),
  } as const;
  switch (event.type) {
    case 'trade':
      return {
        type: 'trade_tick',
        ...base,
        payload: { price: event.price, qty: event.size, side: event.side, ...tradeIds(event), via: event.via },
      };
    case 'book_snapshot':
      return {
        type: 'order_book_depth',
        ...base,
        payload: { bids: pairs(event.bids, DEPTH_LEVELS), asks: pairs(event.asks, DEPTH_LEVELS), levels: DEPTH_LEVELS },
      };
    case 'book_delta':
      return { type: 'order_book_deltas', ...base, payload: { bids_upd: pairs(event.bids), asks_upd: pairs(event.asks) } };
    case 'quote':
      return { type: 'quote', ...base, payload: { best_bid: [event.bid, event.bidSize], best_ask: [event.ask, event.askSize] } };
    case 'candles':
      return {
        type: 'candles',
        ...base,
        payload: {
          interval: '1m',
          candles: event.candles.map(({ trades: _, start, ...rest }) => ({ start: toRfc3339(start), ...rest })),
        },
      };
    case 'feed_state':
      return { type: 'feed_state', ...base, stream: event.stream, state: event.state, reason: event.reason };
    default:
      return { type: wireName(event.type), ...base, payload: wireValues(event.type, event) };
  }
}
