import { expect, test } from 'vitest';
import { splitVenue, symbolKey } from '../../core/index.ts';
import { keysOf } from './names.ts';

test('an instrument is found however its symbol is written, with its venue before it or not', () => {
  for (const symbol of ['BTC/USD', 'btcusd', 'XBT-USD', 'kraken-spot:BTC/USD'])
    expect(keysOf('BTC/USD', null), symbol).toContain(symbolKey(splitVenue({ symbol }).symbol));
  expect(keysOf('BTC/USD', null)).not.toContain(symbolKey('ETH/USD'));
  for (const symbol of ['ETHXBT', 'eth/xbt']) expect(keysOf('ETH/BTC', null), symbol).toContain(symbolKey(symbol));
  for (const symbol of ['XDGXBT', 'DOGEXBT', 'XDG/BTC']) expect(keysOf('DOGE/BTC', null), symbol).toContain(symbolKey(symbol));
});
