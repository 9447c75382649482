import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { unfollowAnswer } from '../../services/market/answers/following.ts';
import { venueNeeded, venueNotFollowed } from '../../services/market/errors.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, venueInput } from '../fields.ts';

export default defineOperation({
  name: 'unfollow_market',
  title: 'Unfollow a market',
  toolset: 'market',
  effects: 'write',
  idempotent: true,
  role: 'ingest',
  summary:
    'Stops following a market, also after restarts. Its book, trades and candles in memory are dropped; the raw log keeps them.',
  whenToUse: 'When a market is no longer wanted, or to make room for another.',
  keywords: ['remove', 'unsubscribe', 'drop', 'forget', 'stop', 'untrack', 'symbol', 'pair'],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput.describe('Venue id, e.g. binance-spot. Required if the symbol is followed on several venues.'),
  }),
  output: unfollowAnswer,
  errors: [symbolNotIndexed, venueNotFollowed, venueNeeded, backendUnavailable],
  examples: [
    { ask: 'Stop following SOLUSDT', input: { symbol: 'SOLUSDT' } },
    { ask: 'Remove ETH/EUR on Kraken', input: { symbol: 'ETH/EUR', venue: 'kraken-spot' } },
  ],
  handler: ({ symbol, venue }, { following }) => following.unfollow({ symbol, venue }),
});
