import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { liquidityAnswer } from '../../services/market/answers/liquidity.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput } from '../fields.ts';
import { conciseLiquidity } from './concise-liquidity.ts';

export default defineOperation({
  name: 'get_liquidity',
  title: 'Liquidity',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary:
    'How much one market can take: size and amount within each distance from the mid, walls, thin stretches, volume profile, cost of orders.',
  whenToUse: 'For support and resistance in the book, and how deep it is.',
  whenNot: 'For one order use estimate_execution; for levels get_book.',
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
      .describe('Sizes of market orders to cost on both sides, in size_unit (currency).')
      .default([]),
    size_unit: z.enum(['base', 'quote']).describe('Currency of the sizes.').default('base'),
    distances_bps: z
      .array(z.number().positive().max(10_000))
      .max(8)
      .describe('Distances from the mid for depth, basis points (bps). Default: 2 to 100.')
      .optional(),
    detail: detailInput,
  }),
  output: liquidityAnswer,
  reads: 'market',
  versions: marketVersions('whole_book', 'liquidity', 'wall_ages', 'fetched_trades', 'volume_profile'),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'How liquid is BTCUSDT?', input: { symbol: 'BTCUSDT' } },
    { ask: 'What would buying 5 BTC cost in slippage?', input: { symbol: 'BTCUSDT', sizes: [5] } },
  ],
  handler: async ({ symbol, venue, sizes, size_unit, distances_bps, detail }, { market }) => {
    const liquidity = await market.getLiquidity({ symbol, venue, sizes, sizeUnit: size_unit, distancesBps: distances_bps });
    return detail === 'concise' ? conciseLiquidity(liquidity, distances_bps) : liquidity;
  },
});
