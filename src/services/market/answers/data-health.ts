import { z } from 'zod';
import {
  ageMs,
  answerBase,
  count,
  health,
  streamKind,
  streamState,
  time,
  venueSeq,
  type Unsealed,
} from '../../../core/answer-fields.ts';
import { plain } from '../../../core/number-marks.ts';

const venueHealth = z.strictObject({
  venue: z.string().describe('Venue id.'),
  status: health.describe('Status of its feed.'),
  host: z.string().nullable().describe('Host in use; null without a connection.'),
  connections: count.describe('Number of open connections.'),
  reconnects: count.describe('Number of reconnects since the start.'),
  /** Minimum over the last five minutes. */
  clock_offset_ms: plain(
    'clock',
    z.number().nullable().describe('Our receive clock minus the exchange clock, milliseconds; null before the first message.'),
  ),
  quarantined: count.describe('Number of messages that were refused.'),
  rest_weight_used: plain(
    'venue',
    z.number().min(0).describe('Request weight used in this minute, a count in the units of the venue.'),
  ),
  notes: z.array(z.string()).describe('Further notes.'),
  not_listed: z
    .array(z.string())
    .describe('Symbols to follow that the venue does not list, and so without streams; left out if there are none.')
    .optional(),
});
export type VenueHealth = z.output<typeof venueHealth>;

const streamHealth = z.strictObject({
  venue: z.string().describe('Venue id.'),
  symbol: z.string().describe("The venue's own symbol."),
  stream: streamKind.describe('Which stream.'),
  state: streamState.describe('State of the stream.'),
  reason: z.string().describe('Why.'),
  since: z.string().nullable().describe('Start of that state, RFC 3339 UTC; null if unknown.'),
  age_ms: ageMs.describe('Milliseconds since its last message; null before the first.'),
  messages: count.describe('Number of messages received.'),
  gaps_24h: count.describe('Number of its gaps in the last 24 h of this run: those in `gaps`, and those left out.'),
  seq: venueSeq.describe("The venue's own sequence number; null where it has none."),
});
export type StreamHealth = z.output<typeof streamHealth>;

/** One time when a stream was not in order, or one range of missing trades. */
const gap = z.strictObject({
  venue: z.string().describe('Venue id.'),
  symbol: z.string().describe("The venue's own symbol."),
  stream: streamKind.describe('Which stream.'),
  state: streamState.describe('The worst state in it.'),
  reason: z.string().describe('How it was noticed.'),
  from: time('Start of the minute in doubt, trade before the missing ones, or last update of the book; else when it was noticed'),
  to: time('In order again, or the trade after the missing ones; left out while it lasts').optional(),
  noticed: time('When it was noticed; left out if that is `from`').optional(),
  ids: z
    .strictObject({
      first: plain('venue', z.number().describe('First missing trade id of the venue.')),
      last: plain('venue', z.number().describe('Last missing trade id.')),
      missing: count.describe('Number of these ids.'),
      refilled: count.describe('Number of their trades that were fetched since.'),
      still_missing: count.describe('Number of ids not accounted for.'),
    })
    .describe('Missing trade ids; left out if none are known to be.')
    .optional(),
  refill: z
    .enum(['all', 'part', 'none', 'unknown'])
    .describe('Whether the missed trades were fetched since. Other streams are never refilled: none.'),
});
export type Gap = z.output<typeof gap>;

const rawLog = z.strictObject({
  state: z.enum(['writing', 'failing', 'off']).describe('Whether input is being written.'),
  bytes: count.describe('Bytes written, a count.'),
  segment: z.string().nullable().describe('Current segment; null without one.'),
  lag_ms: plain('age', z.number().min(0).describe('Milliseconds from receipt to disk.')),
  reason: z.string().nullable().describe('Why it fails or is off; null while it is writing.'),
});

const bus = z.strictObject({
  kind: z.enum(['in_process', 'redis']).describe('in_process: one process has every role.'),
  state: z.enum(['up', 'down']).describe('Whether it can be reached.'),
  reason: z.string().nullable().describe('Its problem; null if there is none.'),
  roles: z.array(z.string()).describe('What the answering process does: ingest, analyze, api.'),
  backlog: count.describe('Number of messages waiting to be published.'),
  lost: count.describe('Number of messages lost since the start.'),
  lag_ms: ageMs.describe('Milliseconds from receipt to analysis; null if no message is read.'),
  pending: count.describe('Number of messages read whose effect is not stored yet.'),
});
/** State of the bus between the roles. */
export type BusHealth = z.output<typeof bus>;

export const dataHealthAnswer = z.strictObject({
  ...answerBase,
  started_at: z.string().nullable().describe('When this run began to receive, RFC 3339 UTC; null if another process receives.'),
  venues: z.array(venueHealth).describe('One entry per venue.'),
  gaps: z.array(gap).describe('Gaps of this run, at most a day old, newest first; none between runs.'),
  gaps_left_out: count.describe('Number of older gaps, and of lost messages of streams without order, e.g. liquidations.'),
  streams: z.array(streamHealth).describe('One entry per stream.'),
  raw_log: rawLog.describe('Log of everything received.'),
  bus: bus.describe('Connects roles that run in separate processes.'),
});
export type DataHealthAnswer = Unsealed<z.output<typeof dataHealthAnswer>>;

/** The answer of the operation; concise leaves out what is in order. */
export const dataHealthOutput = dataHealthAnswer.extend({
  venues: z
    .array(venueHealth.partial({ host: true, connections: true, rest_weight_used: true }))
    .describe('One entry per venue.'),
  streams: z
    .array(streamHealth.partial({ reason: true, since: true, messages: true, seq: true }))
    .describe('One entry per stream; concise: streams that are not synced, the oldest, and the book of a single market.'),
  raw_log: rawLog
    .partial({ bytes: true, segment: true, lag_ms: true })
    .optional()
    .describe('Log of everything received; concise: only if it is not written.'),
  bus: bus.optional().describe('Connects roles that run in separate processes; concise: only with such roles.'),
});
export type DataHealthOutput = Unsealed<z.output<typeof dataHealthOutput>>;
