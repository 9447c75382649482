import { expect, test } from 'vitest';
import { fromWsName, restPair } from './names.ts';

test.each([
  ['XBT/USD', 'BTC/USD', 'XBTUSD'],
  ['XDG/XBT', 'DOGE/BTC', 'XDGXBT'],
  ['ETH/EUR', 'ETH/EUR', 'ETHEUR'],
])('%s is %s for people and %s by REST', (wsName, symbol, pair) => {
  expect(fromWsName(wsName)).toBe(symbol);
  expect(restPair(symbol)).toBe(pair);
});
