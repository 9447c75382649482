import { z } from 'zod';
import { backendUnavailable, invalidInput } from '../../core/index.ts';
import { venueNoAnswer, venueSymbolUnknown, venueUnsupported } from '../../runtime/venue-answers/errors.ts';
import { CANDLE_VERSIONS, realizedVolatilityAnswer } from '../../services/candles/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, venueInput } from '../fields.ts';

export default defineOperation({
  name: 'get_realized_volatility',
  title: 'Realised volatility',
  toolset: 'market',
  effects: 'read',
  role: 'ingest',
  summary:
    "How volatile one market was over a window, from its venue's closed candles: five estimators, per candle and per year of 365 days.",
  whenToUse: 'For how much the price moved, an hour to months back.',
  whenNot: 'For the moves themselves use get_candle_history.',
  keywords: [
    'volatility',
    'volatile',
    'realised vol',
    'realized vol',
    'rv',
    'historical volatility',
    'standard deviation',
    'parkinson',
    'garman klass',
    'yang zhang',
    'annualised',
    'last hour',
    'range',
    'calm',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    window: z
      .string()
      .min(1)
      .max(20)
      .describe('Length that ends now: 1h, 7d, 30d. Absent: 24h, or 100 candles of `interval`.')
      .optional(),
    interval: z.string().min(1).max(20).describe('Length of a candle: 1m, 1h, 1d … Absent: about 60 to 300 a window.').optional(),
  }),
  output: realizedVolatilityAnswer,
  versions: CANDLE_VERSIONS,
  unproven: ['age_ms'],
  errors: [venueUnsupported, venueSymbolUnknown, venueNoAnswer, invalidInput, backendUnavailable],
  examples: [
    { ask: 'How volatile was BTCUSDT in the last hour?', input: { symbol: 'BTCUSDT', window: '1h' } },
    { ask: 'Realised vol of BTC over 30 days from daily candles', input: { symbol: 'BTCUSDT', window: '30d', interval: '1d' } },
  ],
  handler: (query, { candles }) => candles.realizedVolatility(query),
});
