import { expect, test } from 'vitest';
import { coinCodes } from './coins.ts';

test.each([
  ['bitcoin', ['BTC', 'XBT']],
  ['BTC', ['BTC', 'XBT']],
  ['xbt', ['BTC', 'XBT']],
  [' Binance Coin ', ['BNB']],
  ['eth', ['ETH']],
  ['constructor', []],
  ['BTCUSDT', []],
  ['', []],
])('%s', (name, codes) => expect(coinCodes(name)).toEqual(codes));
