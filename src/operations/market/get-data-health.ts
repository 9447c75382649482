import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { DataHealthAnswer } from '../../services/market/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { answerBase, count, detailInput, streamKind, streamState, symbolInput, venueInput } from '../fields.ts';
import { conciseDataHealth } from './concise-data-health.ts';

const venueHealth = z.strictObject({
  venue: z.string().describe('Venue id.'),
  status: z.enum(['ok', 'degraded', 'down']).describe('How its feed is doing.'),
  host: z.string().nullable().describe('The host that is in use; null without a connection.'),
  connections: count.describe('Number of open connections.'),
  reconnects: count.describe('Number of reconnects since the start.'),
  clock_offset_ms: z
    .number()
    .nullable()
    .describe('Our receive clock minus the exchange clock, milliseconds; null before the first message.'),
  quarantined: count.describe('Number of messages that were refused.'),
  rest_weight_used: z.number().min(0).describe('Request weight used in this minute, a count in the units of the venue.'),
  notes: z.array(z.string()).describe('What else to know.'),
});

const streamHealth = z.strictObject({
  venue: z.string().describe('Venue id.'),
  symbol: z.string().describe("The venue's own symbol."),
  stream: streamKind.describe('Which stream.'),
  state: streamState.describe('Where it stands.'),
  reason: z.string().describe('Why.'),
  since: z.string().nullable().describe('Since when, RFC 3339 UTC; null: not known.'),
  age_ms: z.number().min(0).nullable().describe('Milliseconds since its last message; null before the first.'),
  messages: count.describe('Number of messages received.'),
  gaps_24h: count.describe('Gaps of this run of the server in the last 24 h; the time between runs is not counted.'),
  seq: z.number().nullable().describe("The venue's own sequence number; null where it has none."),
});

const rawLog = z.strictObject({
  state: z.enum(['writing', 'failing', 'off']).describe('Whether input is being kept.'),
  bytes: count.describe('Bytes written, a count.'),
  segment: z.string().nullable().describe('Current segment; null without one.'),
  lag_ms: z.number().min(0).describe('Milliseconds from receipt to disk.'),
  reason: z.string().nullable().describe('Why it fails or is off; null when it is written.'),
});

const bus = z.strictObject({
  kind: z.enum(['in_process', 'redis']).describe('in_process: one process has every role.'),
  state: z.enum(['up', 'down']).describe('Whether it can be reached.'),
  reason: z.string().nullable().describe('What is wrong with it; null when nothing is.'),
  roles: z.array(z.string()).describe('What the answering process does: ingest, analyze, api.'),
  backlog: count.describe('Number of messages that wait to be published.'),
  lost: count.describe('Number of messages lost since the start.'),
  lag_ms: z.number().min(0).nullable().describe('Milliseconds from receipt to analysis; null where none is read.'),
  pending: count.describe('Number of messages read, with their effect not stored yet.'),
});

export default defineOperation({
  name: 'get_data_health',
  title: 'Health of the data',
  toolset: 'market',
  effects: 'read',
  summary:
    'State of each venue and stream: connected, in sequence, how old, gaps, clock offset, refused messages; and of the log.',
  whenToUse: 'When an answer is stale, absent or in doubt.',
  whenNot: 'For the health of a market, its spread and depth, use get_report.',
  keywords: [
    'status',
    'uptime',
    'connected',
    'connection',
    'latency',
    'lag',
    'stale',
    'fresh',
    'gaps',
    'delayed',
    'working',
    'down',
    'outage',
    'feed',
    'streams',
    'trust',
    'reliable',
    'diagnose',
    'data quality',
    'websocket',
  ],
  input: z.strictObject({
    symbol: symbolInput.describe('Only this instrument, e.g. BTCUSDT. Absent: all.').optional(),
    venue: venueInput.describe('Only this venue, e.g. binance-spot. Absent: all.'),
    detail: detailInput,
  }),
  output: z.strictObject({
    ...answerBase,
    venues: z.array(venueHealth).describe('One entry a venue.'),
    streams: z.array(streamHealth).describe('One entry a stream; concise: only those not synced.'),
    raw_log: rawLog.describe('The log of everything received.'),
    bus: bus.describe('What connects the roles when they run apart.'),
  }) satisfies z.ZodType<DataHealthAnswer>,
  unproven: ['raw_log', 'bus'],
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'Is the data feed all right?', input: {} },
    { ask: 'Why is the Kraken book stale?', input: { venue: 'kraken-spot' } },
  ],
  handler: async ({ symbol, venue, detail }, { market }) => {
    const health = await market.getDataHealth({ symbol, venue });
    return detail === 'concise' ? conciseDataHealth(health) : health;
  },
});
