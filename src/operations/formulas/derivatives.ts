import type { Formula } from '../types.ts';

/** Formulas of funding and other data of contracts. */
export const DERIVATIVES_FORMULAS: readonly Formula[] = [
  {
    id: 'funding-interval',
    version: 1,
    title: 'Interval of a settlement of funding',
    formula: 'time of the settlement − time of the one before, where within a minute of 1 to 24 full hours',
    unit: 'hours',
    streams: ['funding'],
    source: 'definition',
  },
  {
    id: 'funding-apr',
    version: 1,
    title: 'Funding per year',
    formula: 'rate × 8760 / interval in hours × 100, without compounding',
    unit: 'percent a year',
    streams: ['funding'],
    source: 'definition',
  },
  {
    id: 'liquidation-sum',
    version: 1,
    title: 'Sum of liquidations',
    formula: 'Σ size, and Σ size × average fill price (the order price if the venue states none), by the position closed',
    unit: 'base currency; quote currency',
    units: { base: 'base currency', quote: 'quote currency', largest_quote: 'quote currency', quote_total: 'quote currency' },
    streams: ['liquidation'],
    source: 'definition',
  },
  {
    id: 'realized-volatility',
    version: 1,
    title: 'Realised volatility',
    formula:
      '√variance of log returns per candle × 100, by five estimators; per year: × √(365 days / length of a candle); from closed candles without a hole, 10 or more',
    unit: 'per cent; per cent a year',
    units: { per_candle_pct: 'per cent', annualized_pct: 'per cent a year' },
    streams: ['candle'],
    source: 'Parkinson 1980; Garman & Klass 1980; Rogers & Satchell 1991; Yang & Zhang 2000',
  },
];
