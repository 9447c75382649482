/** The little of ccxt's exchange classes that the differential tests use: its own handlers, fed by hand. */
export interface CcxtExchange {
  setMarkets(markets: readonly object[]): void;
  handleMessage(client: object, message: unknown): void;
  parseOrderBook(body: unknown, symbol: string): Record<string, unknown>;
  orderBook(snapshot: object): CcxtBook;
  orderbooks: Record<string, CcxtBook>;
  trades: Record<string, readonly CcxtTrade[]>;
  bidsasks: Record<
    string,
    { readonly bid: number; readonly bidVolume: number; readonly ask: number; readonly askVolume: number }
  >;
}

export interface CcxtBook {
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
  readonly nonce?: number;
  reset(snapshot: object): void;
  limit(): unknown;
}

export interface CcxtTrade {
  readonly id: string;
  readonly price: number;
  readonly amount: number;
  readonly side: string;
  readonly timestamp: number;
}

interface Market {
  readonly id: string;
  readonly symbol: string;
}

/** Imported by file path, because the package exports only one entry, which takes seconds to load. */
export async function ccxtExchange(
  name: 'binance' | 'binanceusdm' | 'kraken',
  markets: readonly Market[],
): Promise<CcxtExchange> {
  const file = new URL(`../../node_modules/ccxt/js/src/pro/${name}.js`, import.meta.url).href;
  const { default: Exchange } = (await import(/* @vite-ignore */ file)) as { default: new (options: object) => CcxtExchange };
  const exchange = new Exchange({ newUpdates: false, options: { tradesLimit: 1_000_000 } });
  exchange.setMarkets(markets.map(marketOf));
  return exchange;
}

/** A perpetual's symbol names what it settles in: `BTC/USDT:USDT`. */
const marketOf = ({ id, symbol }: Market): object => {
  const [base, quote, settle] = symbol.split(/[/:]/);
  const isSwap = settle !== undefined;
  return {
    id,
    symbol,
    base,
    quote,
    baseId: base,
    quoteId: quote,
    ...(isSwap ? { settle, settleId: settle, contractSize: 1, linear: true, inverse: false } : {}),
    type: isSwap ? 'swap' : 'spot',
    spot: !isSwap,
    margin: false,
    swap: isSwap,
    future: false,
    option: false,
    contract: isSwap,
    active: true,
    precision: { price: 1e-8, amount: 1e-8 },
    limits: {},
    info: {},
  };
};

/** A connection that records the errors of the handlers. */
export function ccxtClient(url: string): { readonly url: string; readonly rejected: unknown[] } {
  const rejected: unknown[] = [];
  const client = {
    url,
    rejected,
    subscriptions: {},
    futures: {},
    resolve: () => {},
    reject: (problem: unknown) => rejected.push(problem),
  };
  return client;
}
