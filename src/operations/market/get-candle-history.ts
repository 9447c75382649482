import { z } from 'zod';
import { backendUnavailable, invalidInput } from '../../core/index.ts';
import { venueNoAnswer, venueSymbolUnknown, venueUnsupported } from '../../runtime/venue-answers/errors.ts';
import { CANDLE_VERSIONS, candleHistoryAnswer } from '../../services/candles/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, timeInput, venueInput, whole } from '../fields.ts';

const EXAMPLE = '2026-03-01T00:00:00Z';

export default defineOperation({
  name: 'get_candle_history',
  title: 'Candles from the venue',
  toolset: 'market',
  effects: 'read',
  role: 'ingest',
  summary:
    'Candles of any interval and time as the venue lists them, hours to years back, each with volumes and whether it is closed. The symbol need not be followed.',
  whenToUse: 'For candles older than the half hour that get_candles has of its own, and for weeks and months.',
  whenNot: 'For the last minutes use get_candles; for volatility use get_realized_volatility.',
  keywords: [
    'candles',
    'klines',
    'ohlcv',
    'bars',
    'history',
    'historical',
    'past prices',
    'last day',
    'last week',
    'last month',
    'year',
    'weekly',
    'monthly',
    'daily',
    'hourly',
    'backtest',
    'all time high',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    interval: z
      .string()
      .min(1)
      .max(20)
      .describe('Length of a candle: 1m, 5m, 15m, 1h, 4h, 1d, 1w …; 60m, 1H and day are understood, 1M is a month.')
      .default('1h'),
    from: timeInput(EXAMPLE).describe('The first candles from this time on, RFC 3339. Absent: the newest.').optional(),
    to: timeInput(EXAMPLE).describe('Only candles that start before it, RFC 3339.').optional(),
    limit: whole(1, 1_000).describe('Maximum number of candles.').default(24),
  }),
  output: candleHistoryAnswer,
  versions: CANDLE_VERSIONS,
  unproven: ['age_ms'],
  errors: [venueUnsupported, venueSymbolUnknown, venueNoAnswer, invalidInput, backendUnavailable],
  examples: [
    { ask: 'How did BTCUSDT move over the last day?', input: { symbol: 'BTCUSDT', interval: '1h', limit: 24 } },
    {
      ask: 'Daily candles of BTCUSDT since March 2026',
      input: { symbol: 'BTCUSDT', interval: '1d', from: '2026-03-01T00:00:00Z' },
    },
  ],
  handler: (query, { candles }) => candles.candleHistory(query),
});
