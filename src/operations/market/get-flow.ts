import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { FlowAnswer } from '../../services/market/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { absences, answerBase, count, detailInput, instrumentFields, symbolInput, time, venueInput, whole } from '../fields.ts';
import { conciseFlow } from './concise-flow.ts';

const flowWindow = z.strictObject({
  seconds: z.number().describe('Length of the window, seconds.'),
  buy: z.number().nullable().describe('Bought by takers, base currency; null unless complete.'),
  sell: z.number().nullable().describe('Sold by takers, base currency; null unless complete.'),
  net: z.number().nullable().describe('buy − sell, base currency; null unless complete.'),
  net_quote: z.number().nullable().describe('The same in quote currency; null unless complete.'),
  trades: count.nullable().describe('Number of trades; null unless complete.'),
  vwap: z.number().nullable().describe('Volume-weighted price, quote currency; null without trades or unless complete.'),
  ofi: z
    .number()
    .nullable()
    .describe('Order-flow imbalance at the touch, base currency; null unless the book was whole throughout.'),
  complete: z.boolean().describe('Whether every trade of the window is known.'),
});

export default defineOperation({
  name: 'get_flow',
  title: 'Order flow',
  toolset: 'market',
  effects: 'read',
  summary: 'Buying against selling in one instrument over several windows: volumes, net flow, VWAP, order-flow imbalance, CVD.',
  whenToUse: 'For who is aggressive, and whether that is building up.',
  whenNot: 'For single prints use get_trades; for resting size use get_liquidity.',
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
  output: z.strictObject({
    ...answerBase,
    ...instrumentFields,
    orders_per_sec: z.number().nullable().describe('Book and trade events per second.'),
    net_flow_30s: z.number().nullable().describe('Bought minus sold over the last 30 s, base currency.'),
    windows: z.array(flowWindow).describe('Shortest first.'),
    cvd: z
      .strictObject({
        since: time('Start of the sum'),
        base: z.number().describe('Bought minus sold since then, base currency.'),
        quote: z.number().describe('The same of price × size, quote currency.'),
      })
      .nullable()
      .describe('Cumulative volume delta; null without trades.'),
    absent: absences,
  }) satisfies z.ZodType<FlowAnswer>,
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
