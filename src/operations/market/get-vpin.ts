import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { vpinAnswer } from '../../services/market/answers/vpin.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, venueInput } from '../fields.ts';

export default defineOperation({
  name: 'get_vpin',
  title: 'Order-flow toxicity',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary:
    'VPIN (order-flow toxicity) of one instrument now, 0–1, its percentile among the last half hour, and its volume buckets.',
  whenToUse: 'For how one-sided, or toxic, the flow of takers is against its own past.',
  whenNot: 'It forecasts no crash. For volumes, net flow and CVD use get_flow; for findings use get_anomalies.',
  keywords: [
    'vpin',
    'toxic flow',
    'order flow toxicity',
    'toxicity',
    'informed flow',
    'adverse selection',
    'volume buckets',
    'one-sided flow',
  ],
  input: z.strictObject({ symbol: symbolInput, venue: venueInput }),
  output: vpinAnswer,
  reads: 'market',
  versions: marketVersions('detectors'),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: "What's the VPIN of BTCUSDT?", input: { symbol: 'BTCUSDT' } },
    { ask: 'How toxic is the flow in ETH/USD on Kraken?', input: { symbol: 'ETH/USD', venue: 'kraken-spot' } },
  ],
  handler: ({ symbol, venue }, { market }) => market.getVpin({ symbol, venue }),
});
