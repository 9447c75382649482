import type { MarketService } from './answers.ts';

/** The subject of each query of the market service: one market, or all followed ones. The compiler requires a row for each. */
export const MARKET_QUERIES = {
  listMarkets: 'all',
  getReport: 'market',
  getBook: 'market',
  getTrades: 'market',
  getLatest: 'market',
  getLiquidations: 'market',
  getCandles: 'market',
  getFlow: 'market',
  getVpin: 'market',
  getFeatures: 'market',
  getLiquidity: 'market',
  estimateExecution: 'market',
  getChanges: 'market',
  getHeat: 'market',
  getAnomalies: 'all',
  getDataHealth: 'all',
} as const satisfies Readonly<Record<keyof MarketService, 'market' | 'all'>>;

type OfMarket = { [K in keyof MarketService]: (typeof MARKET_QUERIES)[K] extends 'market' ? K : never }[keyof MarketService];

const OF_MARKET = (Object.keys(MARKET_QUERIES) as (keyof MarketService)[]).filter(
  (name): name is OfMarket => MARKET_QUERIES[name] === 'market',
);

/** All queries about one market, each answered by the same function. */
export const marketQueries = (answer: (name: OfMarket, query: never) => Promise<unknown>): Pick<MarketService, OfMarket> =>
  Object.fromEntries(OF_MARKET.map((name) => [name, (query: never) => answer(name, query)])) as unknown as Pick<
    MarketService,
    OfMarket
  >;
