import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { LiquidityAnswer } from '../../services/market/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { absences, aggressor, answerBase, detailInput, instrumentFields, symbolInput, venueInput } from '../fields.ts';
import { conciseLiquidity } from './concise-liquidity.ts';
import { vacuums, volumeProfile, walls } from './parts.ts';

const distance = z.strictObject({
  within_bps: z.number().describe('Distance from the mid, basis points (bps).'),
  bid: z.number().nullable().describe('Size bid within it, base currency; null when the known book ends before.'),
  ask: z.number().nullable().describe('Size offered within it, base currency; null when the known book ends before.'),
  imbalance: z.number().nullable().describe('(bid − ask) / (bid + ask), share −1–1.'),
});

const execution = z.strictObject({
  side: aggressor.describe('Side of the order.'),
  qty: z.number().describe('Size of the order, base currency.'),
  avg_price: z.number().nullable().describe('Average price, quote currency; null unless filled.'),
  worst_price: z.number().nullable().describe('Worst price, quote currency; null unless filled.'),
  slippage_bps_mid: z.number().nullable().describe('Average price against the mid, basis points (bps).'),
  filled: z.boolean().nullable().describe('False: the whole book holds less. Null: the known book ends before.'),
});

export default defineOperation({
  name: 'get_liquidity',
  title: 'Liquidity',
  toolset: 'market',
  effects: 'read',
  summary:
    'How much one market can take: depth by distance from the mid, walls, thin stretches, volume profile, cost of market orders.',
  whenToUse: 'For slippage, support and resistance in the book, and how deep it is.',
  whenNot: 'For single levels use get_book.',
  keywords: [
    'slippage',
    'impact',
    'market impact',
    'cost',
    'walls',
    'vacuum',
    'gaps',
    'thin',
    'deep',
    'support',
    'resistance',
    'poc',
    'value area',
    'volume profile',
    'execution',
    'fill',
    'large order',
    'size',
    'move the market',
    'big',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    sizes: z
      .array(z.number().positive().max(1e12))
      .max(8)
      .describe('Sizes of market orders to cost on both sides, base currency.')
      .default([]),
    detail: detailInput,
  }),
  output: z.strictObject({
    ...answerBase,
    ...instrumentFields,
    spread_bps: z.number().nullable().describe('(ask − bid) / bid, basis points (bps).'),
    depth_by_distance: z.array(distance).describe('Nearest first.'),
    walls,
    vacuums,
    profile: volumeProfile,
    execution: z.array(execution).describe('One entry a size and side.'),
    absent: absences,
  }) satisfies z.ZodType<LiquidityAnswer>,
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'How liquid is BTCUSDT?', input: { symbol: 'BTCUSDT' } },
    { ask: 'What would buying 5 BTC cost in slippage?', input: { symbol: 'BTCUSDT', sizes: [5] } },
  ],
  handler: async ({ symbol, venue, sizes, detail }, { market }) => {
    const liquidity = await market.getLiquidity({ symbol, venue, sizes });
    return detail === 'concise' ? conciseLiquidity(liquidity) : liquidity;
  },
});
