import { z } from 'zod';
import { backendUnavailable, invalidInput, symbolNotIndexed } from '../../core/index.ts';
import { liquidationsAnswer } from '../../services/market/answers/liquidations.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, timeInput, venueInput, whole } from '../fields.ts';
import { conciseLiquidations } from './concise-liquidations.ts';

export default defineOperation({
  name: 'get_liquidations',
  title: 'Sums of liquidations',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary:
    'How much was liquidated in one market of derivatives over a span up to now, at most a day: longs and shorts, base and quote currency, and whether the sums are a lower bound.',
  whenToUse: 'For how much was liquidated, and on which side.',
  whenNot: 'For single liquidations use get_latest.',
  keywords: [
    'liquidated',
    'liquidation',
    'liquidations',
    'longs against shorts',
    'long liquidations',
    'short liquidations',
    'rekt',
    'wiped out',
    'squeeze',
    'cascade',
    'force orders',
    'margin call',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    minutes: whole(1, 1_440).describe('How far back, a count of minutes.').default(60),
    since: timeInput('2026-11-20T12:00:00Z').describe('Start of the span in place of minutes, RFC 3339.').optional(),
    detail: detailInput,
  }),
  output: liquidationsAnswer,
  reads: 'market',
  versions: marketVersions('liquidations'),
  errors: [symbolNotIndexed, invalidInput, backendUnavailable],
  examples: [
    {
      ask: 'How much was liquidated in BTCUSDT in the last hour, longs against shorts?',
      input: { symbol: 'BTCUSDT', venue: 'binance-usdm' },
    },
    {
      ask: 'Liquidations of ETHUSDT since noon UTC',
      input: { symbol: 'ETHUSDT', venue: 'binance-usdm', since: '2026-11-20T12:00:00Z' },
    },
  ],
  handler: async ({ symbol, venue, minutes, since, detail }, { market }) => {
    const answer = await market.getLiquidations({ symbol, venue, minutes, since });
    return detail === 'concise' ? conciseLiquidations(answer) : answer;
  },
});
