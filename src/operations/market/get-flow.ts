import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { flowAnswer } from '../../services/market/answers/flow.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput, whole } from '../fields.ts';
import { conciseFlow } from './concise-flow.ts';

export default defineOperation({
  name: 'get_flow',
  title: 'Order flow',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary: 'Buying against selling in one instrument over several windows: volumes, net flow, VWAP, order-flow imbalance, CVD.',
  whenToUse: 'For who is aggressive, and whether that builds up.',
  whenNot: 'For prints use get_trades; for resting size get_liquidity; for VPIN get_vpin.',
  keywords: [
    'cvd',
    'delta',
    'cumulative volume delta',
    'ofi',
    'imbalance',
    'net flow',
    'pressure',
    'buyers',
    'sellers',
    'aggressive',
    'taker',
    'vwap',
    'momentum',
    'buy volume',
    'sell volume',
    'order rate',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    windows: z.array(whole(1, 86_400)).min(1).max(8).describe('Window lengths, seconds.').default([10, 60, 300]),
    detail: detailInput,
  }),
  output: flowAnswer,
  reads: 'market',
  versions: marketVersions('fetched_trades', 'order_flow_imbalance', 'event_rate', 'cumulative_delta'),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'Are buyers or sellers in control of BTCUSDT?', input: { symbol: 'BTCUSDT' } },
    { ask: 'Net flow in ETHUSDT over the last 5 and 30 minutes', input: { symbol: 'ETHUSDT', windows: [300, 1800] } },
  ],
  handler: async ({ symbol, venue, windows, detail }, { market }) => {
    const flow = await market.getFlow({ symbol, venue, windows });
    return detail === 'concise' ? conciseFlow(flow) : flow;
  },
});
