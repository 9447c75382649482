// Candles and volatility from a venue. Their receipts cite one exchange; a check reads that record and replays nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCandleService } from '../../src/services/candles/index.ts';
import { venues } from '../../src/venues/index.ts';
import { openExchangeStage, type ExchangeStage } from './testing/exchange-stage.ts';

const UNFOLLOWED = 'ETHUSDT';

let on: ExchangeStage;
beforeAll(async () => {
  on = await openExchangeStage({
    historyMinutes: 70,
    services: ({ ask, clock }) => ({
      candles: createCandleService({ venues, followed: () => null, ask, source: 'recorded', clock }),
    }),
  });
  await on.call({
    candles: ['get_candle_history', { symbol: 'BTCUSDT', venue: 'binance-usdm', interval: '1min', limit: 5 }],
    unfollowed: [
      'get_candle_history',
      { symbol: UNFOLLOWED, venue: 'binance-usdm', interval: '5m', from: '2026-01-15T11:00:00Z', limit: 4 },
    ],
    older: [
      'get_candle_history',
      { symbol: UNFOLLOWED, venue: 'binance-usdm', interval: '1d', from: '2025-01-15T00:00:00Z', limit: 4 },
    ],
    volatility: ['get_realized_volatility', { symbol: 'BTCUSDT', venue: 'binance-usdm', window: '30m', interval: '1m' }],
  });
  await on.stop();
});
afterAll(() => on.remove());

interface Candle {
  readonly start: string;
  readonly open: number;
  readonly close: number;
  readonly closed: boolean;
}
const candlesOf = (name: string) => on.answerOf(name)['candles'] as readonly Candle[];

test('the newest candles, of which only the last may still change', () => {
  expect(candlesOf('candles').map(({ start, closed }) => [start.slice(11, 16), closed])).toEqual([
    ['11:56', true],
    ['11:57', true],
    ['11:58', true],
    ['11:59', true],
    ['12:00', false],
  ]);
});

test('a symbol that is not followed is answered too, with a next page', () => {
  expect(candlesOf('unfollowed').map(({ start }) => start.slice(11, 16))).toEqual(['11:00', '11:05', '11:10', '11:15']);
  expect(on.answerOf('unfollowed')['next_from']).toBe('2026-01-15T11:20:00.000Z');
});

test('candles older than the venue has are said to be missing', () => {
  expect(on.answerOf('older')['caveats']).toEqual([expect.stringContaining('older ones were asked for')]);
});

test('volatility of half an hour from closed minutes', () => {
  expect(on.answerOf('volatility')).toMatchObject({
    observations: 30,
    candles_wanted: 30,
    window_to: '2026-01-15T12:00:00.000Z',
  });
});

test('a check reads the one record that the receipt cites, and proves single figures', async () => {
  for (const name of ['candles', 'unfollowed', 'older', 'volatility'])
    expect(await on.check(String(on.answerOf(name)['receipt'])), name).toEqual(['matched']);
  const { close } = candlesOf('candles')[1] ?? {};
  const receipt = String(on.answerOf('candles')['receipt']);
  expect(await on.check(`${close} {candles[1].close} [${receipt}]`)).toEqual(['matched', 'matched']);
  expect(await on.check(receipt.replace('limit=5', 'limit=4'))).not.toEqual(['matched']);
});
