import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { executionEstimate } from '../../services/market/answers/execution-estimate.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput } from '../fields.ts';
import { conciseEstimate } from './concise-estimate.ts';

const MOST = 1e15;

export default defineOperation({
  name: 'estimate_execution',
  title: 'Cost of an order',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary: 'What one order would pay now on one venue: price, slippage, fee, depth left, and how fast it comes back.',
  whenToUse: 'Before a trade. It places nothing.',
  whenNot: 'For several sizes use get_liquidity.',
  keywords: [
    'safe to buy',
    'safe to sell',
    'buy now',
    'sell now',
    'dump',
    'slippage',
    'market order',
    'limit order',
    'fill',
    'fee',
    'cost',
    'impact',
    'resilience',
    'how much would I pay',
    'how much can I buy',
    'how much can I sell',
    'max size',
    'before slippage',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    side: z.enum(['buy', 'sell']).describe('Side of the order.'),
    size: z.number().positive().max(MOST).describe('Size, in size_unit (currency).'),
    size_unit: z.enum(['base', 'quote']).describe('Currency of the size.').default('base'),
    limit_price: z.number().positive().max(MOST).describe('Worst price allowed, quote currency.').optional(),
    max_slippage_bps: z
      .number()
      .min(0)
      .max(10_000)
      .describe('Fills up to this average slippage to the mid, bps; a huge size finds the most.')
      .optional(),
    fee_bps: z.number().min(0).max(1_000).describe('Your taker fee, basis points (bps).').optional(),
    detail: detailInput,
  }),
  output: executionEstimate,
  reads: 'market',
  versions: marketVersions('whole_book', 'liquidity'),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'Is it safe to buy 5 BTC?', input: { symbol: 'BTCUSDT', side: 'buy', size: 5 } },
    {
      ask: 'How much can I sell before slippage exceeds 5 bps?',
      input: { symbol: 'BTCUSDT', side: 'sell', size: 1_000_000, max_slippage_bps: 5 },
    },
    {
      ask: 'What do 100,000 USDT buy at a fee of 10 bps?',
      input: { symbol: 'BTCUSDT', side: 'buy', size: 100_000, size_unit: 'quote', fee_bps: 10 },
    },
  ],
  handler: async ({ symbol, venue, side, size, size_unit, limit_price, max_slippage_bps, fee_bps, detail }, { market }) => {
    const estimate = await market.estimateExecution({
      symbol,
      venue,
      side,
      size,
      sizeUnit: size_unit,
      limitPrice: limit_price,
      maxSlippageBps: max_slippage_bps,
      feeBps: fee_bps,
    });
    return detail === 'concise' ? conciseEstimate(estimate) : estimate;
  },
});
