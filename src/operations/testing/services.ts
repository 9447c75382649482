import type { Unsealed } from '../../core/answer-fields.ts';
import { servicesOfArguments, servicesOfMarket } from '../../app/services/make.ts';
import type { CandleHistoryAnswer, RealizedVolatilityAnswer } from '../../services/candles/answers.ts';
import type { ClaimAnswer } from '../../services/claims/answers.ts';
import type { FundingHistoryAnswer } from '../../services/funding/answers.ts';
import type { MarketService } from '../../services/market/answers.ts';
import type { Services } from '../services.ts';
import { handMadeAlerts } from './alerts.ts';
import { handMadeFollowing } from './following.ts';
import { explained, handMadeMarket } from './market.ts';

const claim = (text: string): ClaimAnswer => ({
  as_of: '2026-11-20T12:34:56.789Z',
  source: 'live',
  verdict: 'unsupported',
  receipts: [
    {
      receipt: text,
      verdict: 'unsupported',
      reason: 'the log of that time is not here, or no longer',
      operation: null,
      as_of: null,
      state: null,
      source: null,
    },
  ],
  figures: [],
  caveats: [],
});

const history = (symbol: string, venue: string, interval: string): Unsealed<CandleHistoryAnswer> => ({
  ...listed(symbol, venue, interval),
  candles: [
    {
      start: '2026-11-20T11:00:00.000Z',
      open: 61_800.1,
      high: 61_900,
      low: 61_750.5,
      close: 61_848.9,
      volume: 123.456,
      quote_volume: 7_632_145.12,
      trades: 20_123,
      closed: true,
    },
  ],
  next_from: null,
});

const listed = (symbol: string, venue: string, interval: string) => ({
  as_of: '2026-11-20T12:34:56.789Z',
  source: 'live' as const,
  age_ms: 120,
  symbol,
  venue,
  interval,
  holes: [],
  absent: [],
  caveats: [],
  grounds: null,
});

const ESTIMATE = { per_candle_pct: 0.052_361, annualized_pct: 37.96 };
const volatility = (symbol: string, venue: string): Unsealed<RealizedVolatilityAnswer> => ({
  ...listed(symbol, venue, '1m'),
  window_from: '2026-11-20T11:34:00.000Z',
  window_to: '2026-11-20T12:34:00.000Z',
  candles_wanted: 60,
  observations: 60,
  close_to_close: ESTIMATE,
  parkinson: ESTIMATE,
  garman_klass: ESTIMATE,
  rogers_satchell: ESTIMATE,
  yang_zhang: ESTIMATE,
});

const settled = (symbol: string, venue: string): Unsealed<FundingHistoryAnswer> => ({
  as_of: '2026-11-20T12:34:56.789Z',
  source: 'live',
  age_ms: 120,
  symbol,
  venue,
  settlements: [{ time: '2026-11-20T08:00:00.000Z', rate: 0.000_1, mark_price: 61_848.9, interval_hours: 8, apr_pct: 10.95 }],
  next_from: null,
  absent: [],
  caveats: [],
  grounds: null,
});

/** Hand-written answers of the services that would otherwise need a raw log. */
const byHand: Partial<Services> = {
  anomalies: { explain: async ({ id }) => explained(id) },
  funding: { fundingHistory: async ({ symbol, venue = 'binance-usdm' }) => settled(symbol, venue) },
  candles: {
    candleHistory: async ({ symbol, venue = 'binance-spot', interval }) => history(symbol, venue, interval),
    realizedVolatility: async ({ symbol, venue = 'binance-spot' }) => volatility(symbol, venue),
  },
  claims: { check: async ({ text }) => claim(text) },
};

/** Every service that a server has. */
export const handMadeServices = (market: MarketService = handMadeMarket()): Services =>
  ({
    ...servicesOfArguments('live'),
    ...servicesOfMarket(market),
    ...byHand,
    alerts: handMadeAlerts(),
    following: handMadeFollowing(),
  }) as Services;
