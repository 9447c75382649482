import { binanceForm } from './binance.ts';

export const binanceUsdm = binanceForm({
  venue: 'binance-usdm',
  depthPath: '/fapi/v1/depth',
  prefix: 'BINANCE_FUTURES',
  hosts: /^(fstream|fapi)\.binance\.com(:\d+)?$/,
  claims(message) {
    // Spot has none of these: the id of the previous update, the kind of a trade's order, a time of the matching engine.
    if (message.includes('"pu":') || message.includes('"X":"') || /^\{"lastUpdateId":\d+,"E":/.test(message)) return 'surely';
    return /"e":"(bookTicker|markPriceUpdate|forceOrder)"/.test(message) ? 'surely' : null;
  },
});
