import { backendUnavailable } from '../core/index.ts';
import type { Services } from '../operations/index.ts';
import type { Client } from './client.ts';

/** The services of a running server as if they were here, so that a process without a feed can serve its own faces. */
export function remoteServices(client: Client): Services {
  const full = { detail: 'full' } as const;
  return {
    market: {
      listMarkets: ({ venue }) => client.call('list_markets', { venue }),
      getReport: ({ symbol, venue }) => client.call('get_report', { symbol, venue, ...full }),
      getBook: ({ symbol, venue, depth }) => client.call('get_book', { symbol, venue, depth, ...full }),
      getTrades: ({ symbol, venue, limit, beforeId }) => client.call('get_trades', { symbol, venue, limit, before_id: beforeId }),
      getCandles: ({ symbol, venue, interval, limit }) =>
        client.call('get_candles', { symbol, venue, interval: interval as Interval, limit }),
      getFlow: ({ symbol, venue, windows }) => client.call('get_flow', { symbol, venue, windows: [...windows], ...full }),
      getLiquidity: ({ symbol, venue, sizes }) => client.call('get_liquidity', { symbol, venue, sizes: [...sizes], ...full }),
      getHeat: () =>
        Promise.reject(
          backendUnavailable({ reason: 'columns of the book are streamed by the server that keeps them, and by no other' }),
        ),
      getDataHealth: ({ symbol, venue }) => client.call('get_data_health', { symbol, venue, ...full }),
    },
    claims: { check: ({ text, maxAgeSec }) => client.call('check_claim', { text, max_age_sec: maxAgeSec }) },
  };
}

/** The server checks it; an interval that it doesn't serve comes back as its own coded error. */
type Interval = '1m';
