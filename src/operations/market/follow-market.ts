import { z } from 'zod';
import { backendUnavailable, invalidInput } from '../../core/index.ts';
import { followAnswer } from '../../services/market/answers/following.ts';
import {
  followFailed,
  followWithdrawn,
  marketNotListed,
  marketsFull,
  venueNeeded,
  venueNotFollowed,
} from '../../services/market/errors.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, venueInput } from '../fields.ts';

export default defineOperation({
  name: 'follow_market',
  title: 'Follow a market',
  toolset: 'market',
  effects: 'write',
  idempotent: true,
  role: 'ingest',
  summary: 'Starts to follow one more market, without a restart; later restarts keep it.',
  whenToUse: 'When a market is not followed and the user wants it. get_report then waits for its book.',
  whenNot: 'For a market that list_markets shows.',
  keywords: ['add', 'subscribe', 'watch', 'track', 'symbol', 'pair', 'start', 'new', 'index'],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput.describe('Venue id, e.g. binance-spot. Required if several venues are followed.'),
  }),
  output: followAnswer,
  errors: [
    marketNotListed,
    venueNotFollowed,
    venueNeeded,
    marketsFull,
    followFailed,
    followWithdrawn,
    backendUnavailable,
    invalidInput,
  ],
  examples: [
    { ask: 'Follow SOLUSDT as well', input: { symbol: 'SOLUSDT' } },
    { ask: 'Add ETH/EUR on Kraken', input: { symbol: 'ETH/EUR', venue: 'kraken-spot' } },
  ],
  handler: ({ symbol, venue }, { following }) => following.follow({ symbol, venue }),
});
