import { z } from 'zod';
import { backendUnavailable } from '../../core/index.ts';
import { venueNoAnswer, venueSymbolUnknown, venueUnsupported } from '../../runtime/venue-answers/errors.ts';
import { FUNDING_VERSIONS, fundingHistoryAnswer } from '../../services/funding/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, timeInput, whole } from '../fields.ts';

export default defineOperation({
  name: 'get_funding_history',
  title: 'History of funding rates',
  toolset: 'market',
  effects: 'read',
  role: 'ingest',
  summary:
    'Past settlements of funding of one perpetual contract, as its venue lists them, each with its interval and its rate per year. The symbol need not be followed.',
  whenToUse: 'For what holding a perpetual has cost or paid over time.',
  whenNot: 'For the next funding rate use get_latest.',
  keywords: ['funding', 'funding rate', 'past funding', 'carry', 'annualised funding', 'APR', 'perpetual', 'settlement'],
  input: z.strictObject({
    symbol: symbolInput,
    venue: z
      .string()
      .max(40)
      .regex(/^[a-z0-9-]+$/, 'must be a venue id such as binance-usdm')
      .describe('Venue id, e.g. binance-usdm. Absent: the first venue of this server that has funding.')
      .optional(),
    from: timeInput('2026-03-01T00:00:00Z')
      .describe('The first settlements from this time on, RFC 3339. Absent: the newest ones.')
      .optional(),
    limit: whole(1, 500).describe('Maximum number of settlements.').default(24),
  }),
  output: fundingHistoryAnswer,
  versions: FUNDING_VERSIONS,
  unproven: ['age_ms'],
  errors: [venueUnsupported, venueSymbolUnknown, venueNoAnswer, backendUnavailable],
  examples: [
    { ask: 'What was the funding of BTCUSDT over the last day?', input: { symbol: 'BTCUSDT', limit: 3 } },
    {
      ask: 'Funding of SOLUSDT on Binance since March 2026',
      input: { symbol: 'SOLUSDT', venue: 'binance-usdm', from: '2026-03-01T00:00:00Z', limit: 100 },
    },
  ],
  handler: (query, { funding }) => funding.fundingHistory(query),
});
