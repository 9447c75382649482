import { expect, test } from 'vitest';
import { fromWsName, nativeSymbol, restPair } from './names.ts';

test.each([
  ['XBT/USD', 'BTC/USD', 'XBTUSD'],
  ['XDG/XBT', 'DOGE/BTC', 'XDGXBT'],
  ['ETH/EUR', 'ETH/EUR', 'ETHEUR'],
])('%s is %s for people and %s by REST', (wsName, symbol, pair) => {
  expect(fromWsName(wsName)).toBe(symbol);
  expect(restPair(symbol)).toBe(pair);
});

// btcpayserver/btcTransmuter#63: the old keys of REST. freqtrade/freqtrade#12352: tokenized shares. ccxt/ccxt#17410: USDT and USDC.
test.each([
  ['XXBTZUSD', 'BTC/USD'],
  ['xethxxbt', 'ETH/BTC'],
  ['XXDGXXBT', 'DOGE/BTC'],
  ['USDTZUSD', 'USDT/USD'],
  ['XTZUSD', 'XTZ/USD'],
  ['XETHUSD', 'XETH/USD'],
  ['AAPLx/USD', 'AAPLx/USD'],
  [' BRK.Bx-USD ', 'BRK.Bx/USD'],
  ['AAPLxUSD', 'AAPLx/USD'],
  ['avaxusd', 'AVAX/USD'],
  ['AVAXUSD', 'AVAX/USD'],
  ['usdtusd', 'USDT/USD'],
  ['USDCUSDT', 'USDC/USDT'],
])('%s names the market %s', (text, symbol) => expect(nativeSymbol(text)).toBe(symbol));
