import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { BookAnswer } from '../../services/market/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { absences, answerBase, count, detailInput, instrumentFields, level, symbolInput, venueInput, whole } from '../fields.ts';
import { conciseAbsences, conciseBase, roundLevels } from './concise.ts';

const DEFAULT_DEPTH = { concise: 10, full: 20 } as const;

export default defineOperation({
  name: 'get_book',
  title: 'Order book',
  toolset: 'market',
  effects: 'read',
  summary: 'Bids and asks of one instrument, best first, with the price range inside which the book is known whole.',
  whenToUse: 'For resting orders level by level.',
  whenNot: 'For the touch and spread alone use get_report; for walls, depth by distance and slippage use get_liquidity.',
  keywords: [
    'orderbook',
    'order book',
    'level2',
    'l2',
    'ladder',
    'dom',
    'depth',
    'bids',
    'asks',
    'offers',
    'levels',
    'limit orders',
    'resting',
    'queue',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    depth: whole(1, 200).describe('Levels a side. Default 10 concise, 20 full.').optional(),
    detail: detailInput,
  }),
  output: z.strictObject({
    ...answerBase,
    ...instrumentFields,
    seq: z.number().nullable().describe("The venue's own update id; null where it has none."),
    bids: z.array(level).describe('Best first.'),
    asks: z.array(level).describe('Best first.'),
    known_from: z.number().nullable().describe('Lowest price from which every bid is known, quote currency; null: no limit.'),
    known_to: z.number().nullable().describe('Highest price up to which every ask is known, quote currency; null: no limit.'),
    levels_total: z
      .strictObject({ bids: count.describe('Number of bids kept.'), asks: count.describe('Number of asks kept.') })
      .nullable()
      .describe('Levels kept in all; null unless the book is in order.'),
    absent: absences,
  }) satisfies z.ZodType<BookAnswer>,
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'Show me the order book of ETHUSDT', input: { symbol: 'ETHUSDT' } },
    { ask: 'Top 5 bids and asks for BTC/USD on Kraken', input: { symbol: 'BTC/USD', venue: 'kraken-spot', depth: 5 } },
  ],
  handler: async ({ symbol, venue, depth, detail = 'full' }, { market }) => {
    const book = await market.getBook({ symbol, venue, depth: depth ?? DEFAULT_DEPTH[detail] });
    if (detail === 'full') return book;
    return {
      ...book,
      ...conciseBase(book),
      bids: roundLevels(book.bids),
      asks: roundLevels(book.asks),
      absent: conciseAbsences(book.absent),
    };
  },
});
