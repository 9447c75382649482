import { nearNames } from '../core/index.ts';

/** Names that other programs have for an operation, without verb and separators. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    get_report: ['price', 'lastprice', 'ticker', 'tickers', 'quote', 'marketprice', 'spread', 'summary'],
    get_book: ['orderbook', 'book', 'depth', 'l2book', 'level2'],
    get_trades: ['trades', 'recenttrades', 'aggtrades', 'tradehistory'],
    get_candles: ['klines', 'kline', 'ohlcv', 'ohlc', 'bars', 'candlesticks'],
    get_candle_history: ['historicalklines', 'historicalprices', 'pricehistory', 'historicaldata'],
    get_flow: ['vwap', 'cvd', 'orderflow', 'delta', 'volumedelta'],
    get_vpin: ['toxicity', 'toxicflow', 'orderflowtoxicity', 'flowtoxicity'],
    get_realized_volatility: ['volatility', 'realizedvol', 'historicalvolatility', 'realisedvolatility', 'vol'],
    estimate_execution: ['slippage', 'marketimpact', 'impact', 'ordercost', 'simulateorder', 'estimateslippage'],
    get_latest: ['funding', 'fundingrate', 'markprice', 'openinterest'],
    get_liquidations: ['forceorders', 'forceorder', 'liquidationorders', 'liqs'],
    list_markets: ['symbols', 'markets', 'instruments', 'exchangeinfo', 'pairs'],
    get_data_health: ['health', 'status', 'ping'],
  }).flatMap(([operation, names]) => names.map((name) => [name, operation] as const)),
);

const VERBS = /^(get|fetch|show|query|list|calculate|compute|read)[_-]?(?=.)/;

/** Operations that an unknown name may mean: the one that other programs call so, then similar names. */
export function similarOperations(name: string, known: Iterable<string>): readonly string[] {
  const names = [...known];
  const plain = (text: string) => text.toLowerCase().replaceAll(/[_\-\s]/g, '');
  const short = name.slice(0, 64).replace(VERBS, '');
  const other = OTHER_NAMES.get(plain(short)) ?? OTHER_NAMES.get(plain(name.slice(0, 64)));
  return [...new Set([...(other !== undefined && names.includes(other) ? [other] : []), ...nearNames(name, names)])];
}
