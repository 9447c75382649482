import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { changesAnswer } from '../../services/market/answers/changes.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput, whole } from '../fields.ts';
import { conciseChanges } from './concise-changes.ts';

export default defineOperation({
  name: 'get_changes',
  title: 'What changed',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary:
    'What changed in one market over the last minutes, then against now: mid, spread and its percentiles, depth, walls, flow, gaps, anomalies.',
  whenToUse: 'For what happened just now.',
  whenNot: 'For price history use get_candles.',
  keywords: [
    'changed',
    'change',
    'happened',
    'since',
    'minutes',
    'ago',
    'then',
    'before',
    'compare',
    'difference',
    'new',
    'moved',
    'appeared',
    'vanished',
    'spread history',
    'percentile of the spread',
    'average spread',
    'widest spread',
    'what changed',
    'what happened',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    minutes: whole(1, 30).describe('How far back, a count of minutes.').default(10),
    detail: detailInput,
  }),
  output: changesAnswer,
  reads: 'market',
  versions: marketVersions('interruptions', 'liquidity', 'wall_ages', 'moments', 'detectors'),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'What changed in BTCUSDT in ten minutes?', input: { symbol: 'BTCUSDT' } },
    { ask: 'What happened in ETH/USD since two minutes ago?', input: { symbol: 'ETH/USD', venue: 'kraken-spot', minutes: 2 } },
  ],
  handler: async ({ symbol, venue, minutes, detail }, { market }) => {
    const changes = await market.getChanges({ symbol, venue, minutes });
    return detail === 'concise' ? conciseChanges(changes) : changes;
  },
});
