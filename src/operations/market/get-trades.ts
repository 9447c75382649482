import { z } from 'zod';
import { backendUnavailable, invalidInput, symbolNotIndexed } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { tradesAnswer } from '../../services/market/answers/trades.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput, whole } from '../fields.ts';

export default defineOperation({
  name: 'get_trades',
  title: 'Recent trades',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary: 'The latest trades of one instrument, newest first, each with the side that took liquidity.',
  whenToUse: 'For single prints on the tape; page back with before_id.',
  whenNot: 'For sums of buying and selling use get_flow; for bars use get_candles.',
  keywords: [
    'trades',
    'prints',
    'tape',
    'time and sales',
    'executions',
    'fills',
    'transactions',
    'aggressor',
    'aggressor side',
    'taker',
    'maker',
    'is buyer maker',
    'm true',
    'trade time',
    'last trades',
    'largest trade',
    'biggest trade',
    'block',
    'whale',
    'history',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    limit: whole(1, 500).describe('Number of trades; default 10, in concise answers 9.').optional(),
    largest_in_sec: whole(1, 1_860).describe('Instead the largest trades of so many last seconds.').optional(),
    before_id: z.number().min(0).describe('Only trades with an id below this, from next_before_id.').optional(),
    detail: detailInput,
  }),
  output: tradesAnswer,
  reads: 'market',
  versions: marketVersions('fetched_trades'),
  errors: [symbolNotIndexed, backendUnavailable, invalidInput],
  examples: [
    { ask: 'Last trades in SOLUSDT', input: { symbol: 'SOLUSDT' } },
    { ask: 'Largest trade of the last five minutes', input: { symbol: 'BTCUSDT', limit: 1, largest_in_sec: 300 } },
    { ask: 'The 50 newest prints of BTC/USD on Kraken', input: { symbol: 'BTC/USD', venue: 'kraken-spot', limit: 50 } },
  ],
  handler: ({ symbol, venue, limit, before_id, largest_in_sec, detail }, { market }) => {
    if (before_id !== undefined && largest_in_sec !== undefined)
      throw invalidInput({
        operation: 'get_trades',
        problems: ['before_id: pages are of the newest trades, so not with largest_in_sec'],
      });
    const rows = limit ?? (detail === 'concise' ? 9 : 10);
    return market.getTrades({ symbol, venue, limit: rows, beforeId: before_id, largestInSec: largest_in_sec });
  },
});
