import { expect, test } from 'vitest';
import { krakenSpot } from '../../venues/kraken-spot/index.ts';
import { askedKey, isAskedVenue, keysOf } from './names.ts';

test('an instrument is found however its symbol is written, with its venue before it or not', () => {
  for (const symbol of ['BTC/USD', 'btcusd', 'XBT-USD', 'kraken-spot:BTC/USD'])
    expect(keysOf('BTC/USD', null), symbol).toContain(askedKey(symbol));
  expect(keysOf('BTC/USD', null)).not.toContain(askedKey('ETH/USD'));
});

test('a venue answers to its id and to its required name, and any venue answers if none is named', () => {
  for (const asked of [undefined, 'kraken-spot', 'KRAKEN', 'kraken'])
    expect(isAskedVenue('kraken-spot', krakenSpot, asked)).toBe(true);
  expect(isAskedVenue('kraken-spot', krakenSpot, 'binance-spot')).toBe(false);
  expect(isAskedVenue('other', undefined, 'KRAKEN')).toBe(false);
});
