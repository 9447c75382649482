import { expect, test } from 'vitest';
import { compileCatalogue } from './catalogue.ts';
import { similarOperations } from './similar-operations.ts';

const names = [...compileCatalogue({ detail: 'concise' }).byName.keys()];

test.each([
  ['get_price', 'get_report'],
  ['price', 'get_report'],
  ['ticker', 'get_report'],
  ['get_ticker', 'get_report'],
  ['orderbook', 'get_book'],
  ['get_orderbook', 'get_book'],
  ['order_book', 'get_book'],
  ['fetch_order_book', 'get_book'],
  ['klines', 'get_candles'],
  ['get_ohlcv', 'get_candles'],
  ['vwap', 'get_flow'],
  ['volatility', 'get_realized_volatility'],
  ['calculate_volatility', 'get_realized_volatility'],
  ['slippage', 'estimate_execution'],
  ['market_impact', 'estimate_execution'],
  ['get_reprot', 'get_report'],
])('%s may mean %s', (name, operation) => expect(similarOperations(name, names)[0]).toBe(operation));

test('only operations of the surface are named, and unknown words name none', () => {
  expect(similarOperations('volatility', ['get_report'])).toEqual([]);
  expect(similarOperations('constructor', names)).toEqual([]);
  expect(similarOperations('', names)).toEqual([]);
});
