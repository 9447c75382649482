import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { candlesAnswer } from '../../services/market/answers/candles.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, venueInput, whole } from '../fields.ts';

/** Supported bar lengths. */
export const INTERVALS = ['1m', '5m', '15m', '30m', '1h', '4h', '1d'] as const;

export default defineOperation({
  name: 'get_candles',
  title: 'Candles',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary: 'Open, high, low, close and volume of one instrument by bar, oldest first; `complete` is false for the current bar.',
  whenToUse: 'For how the price moved, charts and returns.',
  whenNot: 'For bars over 30 minutes back use get_candle_history; for trades get_trades.',
  keywords: ['ohlc', 'ohlcv', 'klines', 'kline', 'bars', 'chart', 'candlestick', 'returns', 'timeframe', 'moved', 'minute'],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    interval: z.enum(INTERVALS).describe('Length of a bar.').default('1m'),
    limit: whole(1, 300).describe('Number of bars, the newest; default 10, in concise answers 6.').optional(),
    detail: detailInput,
  }),
  output: candlesAnswer,
  reads: 'market',
  versions: marketVersions('fetched_trades'),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'How did BTCUSDT move over the last half hour?', input: { symbol: 'BTCUSDT', interval: '5m', limit: 6 } },
    { ask: 'One-minute bars of ETH/USD on Kraken', input: { symbol: 'ETH/USD', venue: 'kraken-spot', interval: '1m' } },
  ],
  handler: ({ symbol, venue, interval, limit, detail }, { market }) =>
    market.getCandles({ symbol, venue, interval, limit: limit ?? (detail === 'concise' ? 6 : 10) }),
});
