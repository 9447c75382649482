import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { CandlesAnswer } from '../../services/market/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { answerBase, instrumentFields, symbolInput, time, venueInput, whole } from '../fields.ts';

/** Lengths of a bar that are served. */
export const INTERVALS = ['1m', '5m', '15m', '30m', '1h', '4h', '1d'] as const;

const price = (text: string) => z.number().describe(`${text} price, quote currency.`);

const candle = z.strictObject({
  start: time('Start of the bar'),
  open: price('First'),
  high: price('Highest'),
  low: price('Lowest'),
  close: price('Last'),
  volume: z.number().describe('Volume, base currency.'),
});

export default defineOperation({
  name: 'get_candles',
  title: 'Candles',
  toolset: 'market',
  effects: 'read',
  summary: 'Open, high, low, close and volume of one instrument by bar, oldest first; the last bar may be unfinished.',
  whenToUse: 'For how the price moved, charts and returns.',
  whenNot: 'For single trades use get_trades; for buying against selling use get_flow.',
  keywords: [
    'ohlc',
    'ohlcv',
    'klines',
    'kline',
    'bars',
    'chart',
    'candlestick',
    'history',
    'past prices',
    'returns',
    'timeframe',
    'moved',
    'hourly',
    'daily',
    'minute',
  ],
  input: z.strictObject({
    symbol: symbolInput,
    venue: venueInput,
    interval: z.enum(INTERVALS).describe('Length of a bar.').default('1m'),
    limit: whole(1, 300).describe('Number of bars, the newest.').default(7),
  }),
  output: z.strictObject({
    ...answerBase,
    ...instrumentFields,
    interval: z.string().describe('Length of a bar.'),
    candles: z.array(candle).describe('Oldest first.'),
  }) satisfies z.ZodType<CandlesAnswer>,
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'How did BTCUSDT move over the last hours?', input: { symbol: 'BTCUSDT', interval: '1h', limit: 6 } },
    { ask: 'One-minute bars of ETH/USD on Kraken', input: { symbol: 'ETH/USD', venue: 'kraken-spot', interval: '1m' } },
  ],
  handler: (query, { market }) => market.getCandles({ ...query, venue: query.venue }),
});
