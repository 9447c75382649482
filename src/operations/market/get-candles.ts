import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import type { CandlesAnswer } from '../../services/market/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { absences, answerBase, instrumentFields, symbolInput, time, venueInput, whole } from '../fields.ts';

/** Lengths of a bar that are served. */
export const INTERVALS = ['1m', '5m', '15m', '30m', '1h', '4h', '1d'] as const;

const price = (text: string) => z.number().nullable().describe(`${text} price, quote currency; null when trades may be missing.`);

const candle = z.strictObject({
  start: time('Start of the bar'),
  open: price('First'),
  high: price('Highest'),
  low: price('Lowest'),
  close: price('Last'),
  volume: z.number().nullable().describe('Volume, base currency; null when trades may be missing.'),
  complete: z.boolean().describe('Whether the bar is over and all its trades are known.'),
});

export default defineOperation({
  name: 'get_candles',
  title: 'Candles',
  toolset: 'market',
  effects: 'read',
  summary: 'Open, high, low, close and volume of one instrument by bar, oldest first; `complete` is false in a bar that goes on.',
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
    limit: whole(1, 300).describe('Number of bars, the newest.').default(6),
  }),
  output: z.strictObject({
    ...answerBase,
    ...instrumentFields,
    interval: z.string().describe('Length of a bar.'),
    candles: z.array(candle).describe('Oldest first.'),
    absent: absences,
  }) satisfies z.ZodType<CandlesAnswer>,
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'How did BTCUSDT move over the last hours?', input: { symbol: 'BTCUSDT', interval: '1h', limit: 6 } },
    { ask: 'One-minute bars of ETH/USD on Kraken', input: { symbol: 'ETH/USD', venue: 'kraken-spot', interval: '1m' } },
  ],
  handler: (query, { market }) => market.getCandles({ ...query, venue: query.venue }),
});
