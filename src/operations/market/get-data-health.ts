import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { dataHealthOutput } from '../../services/market/answers/data-health.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput } from '../fields.ts';
import { clockCaveats } from './clock-caveat.ts';
import { conciseDataHealth } from './concise-data-health.ts';

export default defineOperation({
  name: 'get_data_health',
  title: 'Health of the data',
  toolset: 'market',
  effects: 'read',
  role: 'any',
  summary:
    'State of each venue and stream: connected, in sequence, how old, gaps, clock offset, refused messages; and of the log.',
  whenToUse: 'When an answer is stale, absent or doubtful.',
  whenNot: 'For the health of a market, its spread and depth, use get_report.',
  keywords: [
    'status',
    'uptime',
    'server start time',
    'started',
    'running since',
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
    symbol: symbolInput.describe('Only this instrument, e.g. BTCUSDT.').optional(),
    venue: venueInput.describe('Only this venue, e.g. kraken-spot.'),
    detail: detailInput,
  }),
  output: dataHealthOutput,
  unproven: ['raw_log', 'bus'],
  reads: 'venue',
  versions: marketVersions('interruptions'),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'Is the data feed all right?', input: {} },
    { ask: 'Why is the Kraken book stale?', input: { venue: 'kraken-spot' } },
  ],
  handler: async ({ symbol, venue, detail }, { market }) => {
    const found = await market.getDataHealth({ symbol, venue });
    const health = { ...found, caveats: [...found.caveats, ...clockCaveats(found)] };
    return detail === 'concise' ? conciseDataHealth(health) : health;
  },
});
