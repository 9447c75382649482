import { DATA_KINDS, dataRow } from '../../core/index.ts';
import type { AnswerBase, LatestAnswer } from '../../services/market/answers.ts';

const heard = { venue_time: '2026-11-20T12:34:56.646Z', age_ms: 143, state: 'synced' } as const;
const next = '2026-11-20T16:00:00.000Z';

const SHOWN = DATA_KINDS.filter((kind) => dataRow(kind).shownBy === undefined);

const SENT = {
  mark: { mark_price: 91_234.56, index_price: 91_230.12, next_funding_rate: 0.000_1, next_funding_time: next, ...heard },
  funding: [{ status: 'predicted', rate: 0.000_1, interval_hours: 8, funding_time: next, next_funding_time: next, ...heard }],
  liquidation: [{ side: 'long', price: 91_200, average_price: 91_210.5, size: 0.5, unit: 'base', ...heard }],
} as const;

/** The newest values of a perpetual whose venue sends only mark price, funding and liquidations. */
export const latestByHand = (base: AnswerBase): LatestAnswer => ({
  ...base,
  symbol: 'BTCUSDT',
  venue: 'binance-spot',
  tier: 'followed',
  base_asset: 'BTC',
  ...Object.fromEntries(SHOWN.map((kind) => [kind, null])),
  ...SENT,
  absent: SHOWN.filter((kind) => !(kind in SENT)).map((field) => ({
    field,
    reason: `this market has no ${field} stream`,
    ready_at: null,
  })),
});
