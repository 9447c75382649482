import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { bookAnswer } from '../../services/market/answers/book.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput, whole } from '../fields.ts';
import { conciseAbsences, conciseBase, roundLevels } from './concise.ts';

const DEFAULT_DEPTH = { concise: 10, full: 20 } as const;

export default defineOperation({
  name: 'get_book',
  title: 'Order book',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary: 'Bids and asks of one instrument, best first, with the price range in which the book is complete.',
  whenToUse: 'For resting orders level by level.',
  whenNot: 'For the touch use get_report; for walls, depth by distance and slippage get_liquidity.',
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
  output: bookAnswer,
  reads: 'market',
  versions: marketVersions('whole_book'),
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
