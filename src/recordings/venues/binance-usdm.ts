import { binanceForm } from './binance.ts';

export const binanceUsdm = binanceForm({
  venue: 'binance-usdm',
  depthPath: '/fapi/v1/depth',
  prefix: 'BINANCE_FUTURES',
  hosts: /^(fstream|fapi)\.binance\.com(:\d+)?$/,
  claims(message) {
    // Spot has none of these: the previous update's id, the order type of a trade, the matching engine's time.
    if (message.includes('"pu":') || message.includes('"X":"') || /^\{"lastUpdateId":\d+,"E":/.test(message)) return 'surely';
    return /"e":"(bookTicker|markPriceUpdate|forceOrder)"/.test(message) ? 'surely' : null;
  },
});
