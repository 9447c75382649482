import { percentile } from '../../book/index.ts';
import { seriesOptionInvalid } from '../errors.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { deviation } from '../stats/moments.ts';
import { fitLine } from '../stats/ols.ts';

/** The required regimes. */
export type MarketRegime =
  | 'TRENDING_UP'
  | 'TRENDING_DOWN'
  | 'RANGING'
  | 'HIGH_VOLATILITY'
  | 'LOW_VOLATILITY'
  | 'BREAKOUT'
  | 'BREAKDOWN';

export interface MarketRegimeOptions {
  /** Number of values used for a judgement. */
  readonly lookback?: number;
  /** Length of the history for "high" and "low" volatility, in lookbacks. */
  readonly history?: number;
}

/** Minimum R² of the log price on time for a trend, and the volatility percentiles for high and low. */
const TREND_R2 = 0.6;
const [WILD, CALM] = [80, 20];

/**
 * The regime at each price, from this and earlier prices. Null until there are a lookback and three more of history. The first that
 * applies:
 * - BREAKOUT / BREAKDOWN: above the highest (below the lowest) price of the preceding lookback, with volatility above its own median.
 * - HIGH / LOW_VOLATILITY: s.d. of log returns over the lookback above the 80th (below the 20th) percentile of its history.
 * - TRENDING_UP / DOWN: R² of the log price on time at least 0.6.
 * - RANGING: otherwise.
 *
 * A description by rule, not a forecast.
 */
export function marketRegimes(
  prices: Values,
  { lookback = 20, history = 10 }: MarketRegimeOptions = {},
): readonly (MarketRegime | null)[] {
  const what = 'Market regimes';
  checkedOption(what, 'lookback', lookback, { min: 5, whole: true });
  checkedOption(what, 'history', history, { min: 3, whole: true });
  const x = checked(what, prices);
  const low = x.findIndex((price) => price <= 0);
  if (low >= 0) throw seriesOptionInvalid({ what, option: 'prices', problem: `${x[low]} at index ${low} is not above 0` });
  const logs = x.map(Math.log);
  const returns = logs.map((value, i) => (i === 0 ? 0 : value - logs[i - 1]!));
  const volatility = x.map((_, i) => (i < lookback ? Number.NaN : deviation(returns.subarray(i - lookback + 1, i + 1))));
  return Array.from(x.keys(), (i) => {
    const past = volatility.subarray(Math.max(lookback, i - history * lookback), i).toSorted();
    if (past.length < 3 * lookback) return null;
    const before = x.subarray(i - lookback, i);
    const lively = volatility[i]! > percentile(past, 50)!;
    if (lively && before.every((price) => price < x[i]!)) return 'BREAKOUT';
    if (lively && before.every((price) => price > x[i]!)) return 'BREAKDOWN';
    if (volatility[i]! > percentile(past, WILD)!) return 'HIGH_VOLATILITY';
    if (volatility[i]! < percentile(past, CALM)!) return 'LOW_VOLATILITY';
    const { slope, r2 } = fitLine(logs.subarray(i - lookback + 1, i + 1));
    if (r2 < TREND_R2) return 'RANGING';
    return slope > 0 ? 'TRENDING_UP' : 'TRENDING_DOWN';
  });
}
