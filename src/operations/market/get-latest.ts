import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { latestAnswer } from '../../services/market/answers/latest.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, venueInput, whole } from '../fields.ts';

export default defineOperation({
  name: 'get_latest',
  title: 'Newest values as received',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary:
    'The newest mark and index price, funding rate, open interest, candles and liquidations of one instrument, as its venue sent them, each with its age. Also of markets that are not followed, if their venue sends them all together.',
  whenToUse: 'For what a derivatives venue states itself: mark price, funding, open interest, liquidations.',
  whenNot: 'For prices, trades and the book use get_report; for bars over a time use get_candles.',
  keywords: [
    'mark price',
    'index price',
    'funding rate',
    'predicted funding',
    'open interest',
    'liquidations',
    'perpetual',
    'futures',
    'derivatives',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    prints: whole(1, 50).describe('Number of newest liquidations, and of other prints.').default(10),
  }),
  output: latestAnswer,
  reads: 'market',
  versions: marketVersions(),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: "What's the funding rate of BTCUSDT perpetual on Binance?", input: { symbol: 'BTCUSDT', venue: 'binance-usdm' } },
    { ask: 'The last 20 liquidations in ETHUSDT', input: { symbol: 'ETHUSDT', venue: 'binance-usdm', prints: 20 } },
  ],
  handler: ({ symbol, venue, prints }, { market }) => market.getLatest({ symbol, venue, prints }),
});
