import { binanceForm } from './binance.ts';

export const binanceSpot = binanceForm({
  venue: 'binance-spot',
  depthPath: '/api/v3/depth',
  prefix: 'BINANCE',
  hosts: /^(stream|data-stream|api\d?|data-api)\.binance\.(com|vision)(:\d+)?$/,
  claims(message) {
    // Of all Binance markets, only spot's bookTicker has no event name.
    if (/^(\{"stream":"[^"]*","data":)?\{"u":\d+,"s":"/.test(message)) return 'surely';
    // Futures have no such flag in their trades.
    if (/"e":"(trade|aggTrade)"/.test(message) && /"M":(true|false)/.test(message)) return 'surely';
    return /"e":"(depthUpdate|trade|24hrTicker)"/.test(message) ? 'likely' : null;
  },
});
