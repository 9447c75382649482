import type { Alias } from '../types.ts';

/**
 * The specified defaults of 100 and 500 rows are not used, so that an answer without an explicit limit stays inside the token
 * budget.
 */
export const MARKET_ALIASES: readonly Alias[] = [
  {
    name: 'binance_spot_orderbook_tool',
    title: 'Binance Spot order book',
    operation: 'get_book',
    defaults: { symbol: 'BTCUSDT' },
    fixed: { venue: 'binance-spot' },
  },
  {
    name: 'binance_spot_trades_tool',
    title: 'Binance Spot trades',
    operation: 'get_trades',
    defaults: { symbol: 'BTCUSDT' },
    fixed: { venue: 'binance-spot' },
  },
  {
    name: 'binance_spot_klines_tool',
    title: 'Binance Spot candles',
    operation: 'get_candles',
    defaults: { symbol: 'BTCUSDT', interval: '1h' },
    fixed: { venue: 'binance-spot' },
    spellings: { interval: 'interval' },
  },
  {
    name: 'kraken_spot_orderbook_tool',
    title: 'Kraken Spot order book',
    operation: 'get_book',
    renamed: { pair: 'symbol' },
    defaults: { pair: 'BTCUSD' },
    fixed: { venue: 'kraken-spot' },
    spellings: { pair: 'krakenPair' },
  },
  {
    name: 'kraken_spot_trades_tool',
    title: 'Kraken Spot trades',
    operation: 'get_trades',
    renamed: { pair: 'symbol', count: 'limit' },
    defaults: { pair: 'BTCUSD' },
    fixed: { venue: 'kraken-spot' },
    spellings: { pair: 'krakenPair' },
  },
  {
    name: 'kraken_spot_klines_tool',
    title: 'Kraken Spot candles',
    operation: 'get_candles',
    renamed: { pair: 'symbol' },
    defaults: { pair: 'BTCUSD', interval: '1h' },
    fixed: { venue: 'kraken-spot' },
    spellings: { pair: 'krakenPair', interval: 'interval' },
  },
  {
    name: 'get_liquidity_analysis',
    title: 'Liquidity analysis',
    operation: 'get_liquidity',
    defaults: { symbol: 'BTCUSDT' },
  },
];
