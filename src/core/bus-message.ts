import { z } from 'zod';
import { envelopeCommon, envelopeSchema, type BusStamp } from './envelope.ts';
import { STREAM_STATES } from './event.ts';
import { INSTRUMENT_KINDS } from './instrument.ts';
import { parseBounded } from './bounded-json.ts';
import { STREAM_KINDS } from './streams.ts';
import { ok, refuse, type Result } from './result.ts';

/**
 * Messages on a bus: the published envelopes, and three kinds defined here. Heartbeats give the state of each stream and the time;
 * feed facts give what rarely changes; a market's end lets a reader drop it.
 */
const micros = z.number();
const stream = z.object({
  state: z.enum(STREAM_STATES),
  reason: z.string(),
  since_us: micros,
  last_us: micros.nullable(),
  messages: z.number().int().nonnegative(),
  seq: z.number().int().nullable(),
});
const gaps = z.number().int().nonnegative();
const instrument = z.object({
  /** Null if no definition states it. */
  kind: z.enum(INSTRUMENT_KINDS).nullable(),
  base: z.string(),
  quote: z.string(),
  price_scale: z.number().int(),
  size_scale: z.number().int(),
  tick: z.number().nullable(),
  lot: z.number().nullable(),
  status: z.enum(['trading', 'halted', 'unknown']),
  scale_from: z.enum(['definition', 'digits']),
  /** Terms of a contract; null or absent if it is not a contract, or unknown. */
  contract: z
    .object({
      size: z.number().nullable(),
      settle: z.string().nullable(),
      inverse: z.boolean().nullable(),
      underlying: z.string().nullable(),
      expiry_us: micros.nullable(),
      strike: z.number().nullable(),
      option_side: z.enum(['call', 'put']).nullable(),
    })
    .nullable()
    .optional(),
  version: z.number().int().positive().optional(),
});

/** Sent each tenth of a second, with the state of one instrument's streams at its end. */
const heartbeat = z.object({
  type: z.literal('heartbeat'),
  ...envelopeCommon,
  payload: z.object({
    /** The feed's own time; goes backwards only if its clock was set back. */
    now_us: micros,
    clock_stepped_us: micros.nullable(),
    /** Receive times between which trade times were unknown; the second is null while that lasts. */
    late_us: z.tuple([micros, micros.nullable()]).optional(),
    unknown: z.boolean(),
    /** When all connections of the instrument last sent a readable message; null: not all are open. Absent in older messages. */
    alive_us: micros.nullable().optional(),
    /** `alive_us` of each connection, with the streams that it carries. Absent in older messages. */
    carriers: z.array(z.object({ streams: z.array(z.enum(STREAM_KINDS)), alive_us: micros.nullable() })).optional(),
    /** Streams of the instrument; older messages name all four. */
    streams: z.partialRecord(z.enum(STREAM_KINDS), stream),
    book: z.object({
      phase: z.enum(['idle', 'awaiting', 'synced']),
      last: z.number().int().nullable(),
      synced_us: micros.nullable(),
    }),
    /** Ranges of ids of missing trades, both ends included. */
    missing: z.array(z.tuple([z.number(), z.number()])),
    /** Whether more trades, with unknown ids, may be missing after the last trade. */
    doubt: z.boolean().optional(),
    /** First and last time of minutes whose trades may be missing, and why: the venue's candle has another volume. */
    doubted: z.array(z.tuple([micros, micros, z.string()])).optional(),
    /** Start of a finished minute whose candle is still to be compared with its trades. */
    candle_waits_us: micros.optional(),
  }),
});

/** Facts that rarely change: the definition of the instrument, and the health of its venue's feed. */
const feedFacts = z.object({
  type: z.literal('feed_facts'),
  ...envelopeCommon,
  payload: z.object({
    streams: z.array(z.enum(STREAM_KINDS)),
    host: z.string().nullable(),
    connections: z.number().int().nonnegative(),
    reconnects: z.number().int().nonnegative(),
    quarantined: z.number().int().nonnegative(),
    rest_weight: z.number().nonnegative(),
    notes: z.array(z.string()),
    gaps_24h: z.partialRecord(z.enum(STREAM_KINDS), gaps),
    instrument: instrument.nullable(),
    /** Settings of the feed's process that affect numbers; other processes must compute with these. */
    settings: z.record(z.string(), z.number()),
  }),
});

/** The instrument is no longer followed, or starts again: a reader drops all its data of the instrument. */
const marketEnd = z.object({ type: z.literal('market_end'), ...envelopeCommon, payload: z.object({}) });

/** Schema of published messages; the JSON Schema in the docs is generated from it. */
export const busSchema = z.discriminatedUnion('type', [...envelopeSchema.options, heartbeat, feedFacts, marketEnd]);

/** `BusBody` lacks the position on the bus; `BusMessage` has it. */
export type BusBody = z.output<typeof busSchema>;
export type BusMessage = BusBody & { readonly bus: BusStamp };
export type Heartbeat = Extract<BusMessage, { type: 'heartbeat' }>;
export type FeedFactsMessage = Extract<BusMessage, { type: 'feed_facts' }>;

/** Longest message, characters; a full book of 10,000 levels is under 1 MB. */
const MAX_MESSAGE = 8 * 1024 * 1024;

const problemsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');

/** Validates a message before it is published. */
export function checkBusBody(body: BusBody): Result<BusBody> {
  const parsed = busSchema.safeParse(body);
  return parsed.success ? ok(body) : refuse('bad_message', problemsOf(parsed.error));
}

/** Reads and validates a message of the bus; never throws. */
export function readBusMessage(text: string): Result<BusMessage> {
  const raw = parseBounded(text, { maxLength: MAX_MESSAGE });
  if (!raw.ok) return raw;
  const parsed = busSchema.safeParse(raw.value);
  if (!parsed.success) return refuse('bad_message', problemsOf(parsed.error));
  if (parsed.data.bus === undefined) return refuse('bad_message', 'bus: it has no place in a stream');
  return ok(parsed.data as BusMessage);
}
