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
      getAnomalies: ({ symbol, venue, since, minSeverity, limit }) =>
        client.call('get_anomalies', { symbol, venue, since, min_severity: minSeverity, limit, ...full }),
      getDataHealth: ({ symbol, venue }) => client.call('get_data_health', { symbol, venue, ...full }),
    },
    alerts: {
      create: ({ enabled: _, ...spec }) =>
        client.call('create_alert', {
          ...spec,
          input: { ...spec.input },
          outlets: [...spec.outlets],
          aggregate: spec.aggregate ?? undefined,
          value: spec.value ?? undefined,
          expects: spec.expects ?? undefined,
          note: spec.note ?? undefined,
          expires_in_sec: spec.expires_in_sec ?? undefined,
        }),
      list: ({ afterSeq, ...query }) => client.call('list_alerts', { ...query, after_seq: afterSeq }),
      update: ({ id, enabled, expiresInSec }) => client.call('update_alert', { id, enabled, expires_in_sec: expiresInSec }),
      remove: ({ id }) => client.call('delete_alert', { id }),
      test: ({ id }) => client.call('test_alert', { id }),
      ledger: ({ sinceHours, horizonSec, hitBps, ...query }) =>
        client.call('get_ledger', {
          ...query,
          since_hours: sinceHours,
          horizon_sec: horizonSec as 900,
          hit_bps: hitBps,
        }),
    },
    anomalies: { explain: ({ id, steps }, limits) => client.call('explain_anomaly', { id, steps, ...full }, limits) },
    claims: {
      check: ({ text, claims, maxAgeSec }, limits) =>
        client.call('check_claim', { text, claims: [...claims], max_age_sec: maxAgeSec }, limits),
    },
  };
}

/** The server checks it; an interval that it doesn't serve comes back as its own coded error. */
type Interval = '1m';
