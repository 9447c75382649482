import { expect, test } from 'vitest';
import { krakenSpot } from '../venues/kraken-spot/index.ts';
import { binanceUsdm } from '../venues/binance-usdm/index.ts';
import { isAskedVenue, splitVenue } from './asked-market.ts';

test.each([
  [{ symbol: 'BTCUSDT' }, { symbol: 'BTCUSDT', venues: [] }],
  [
    { symbol: 'BTCUSDT', venue: 'kraken-spot' },
    { symbol: 'BTCUSDT', venues: ['kraken-spot'] },
  ],
  [{ symbol: 'binance-usdm:BTCUSDT' }, { symbol: 'BTCUSDT', venues: ['binance-usdm'] }],
  [
    { symbol: 'binance-usdm:BTCUSDT', venue: 'BINANCE' },
    { symbol: 'BTCUSDT', venues: ['BINANCE', 'binance-usdm'] },
  ],
  [{ symbol: ':BTCUSDT' }, { symbol: ':BTCUSDT', venues: [] }],
])('%j means %j', (asked, meant) => {
  expect(splitVenue(asked)).toEqual(meant);
});

test('a venue answers to its id and to its required name, and any venue answers if none is named', () => {
  for (const names of [[], ['kraken-spot'], ['KRAKEN'], ['kraken'], ['Kraken', 'kraken-spot']])
    expect(isAskedVenue('kraken-spot', krakenSpot, names)).toBe(true);
  for (const names of [['binance-spot'], ['kraken-spot', 'binance-spot']])
    expect(isAskedVenue('kraken-spot', krakenSpot, names)).toBe(false);
  expect(isAskedVenue('binance-usdm', binanceUsdm, ['binance-futures'])).toBe(true);
  expect(isAskedVenue('other', undefined, ['KRAKEN'])).toBe(false);
});
