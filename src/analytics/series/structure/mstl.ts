import { checked, checkedOption, type Values } from '../stats/check.ts';
import { stl, type Decomposition } from './stl.ts';

export interface MultipleDecomposition extends Pick<Decomposition, 'trend' | 'remainder'> {
  /** One per period, in ascending order of period. */
  readonly seasonals: readonly { readonly period: number; readonly seasonal: Float64Array }[];
}

/** Window of the i-th shortest season: 7 + 4 i cycles, i from 1. */
const windowOf = (rank: number): number => 7 + 4 * rank;

/**
 * MSTL: several seasons. STL estimates one season after the other, each on the series minus the other seasons, repeated `rounds` times
 * (Bandara, Hyndman & Bergmeir 2021, with R's windows 11, 15, 19 … and 2 rounds). Needs two cycles of the longest period.
 * **Two-sided**, like STL.
 */
export function mstl(
  values: Values,
  {
    periods,
    fit = 'plain',
    rounds = 2,
  }: { readonly periods: readonly number[]; readonly fit?: 'plain' | 'robust'; readonly rounds?: number },
): MultipleDecomposition {
  checkedOption('MSTL', 'rounds', rounds, { min: 1, whole: true });
  checkedOption('MSTL', 'number of periods', periods.length, { min: 1 });
  const rising = [...new Set(periods)].sort((a, b) => a - b);
  const y = checked('MSTL', values, 2 * rising[rising.length - 1]!);
  const seasons = rising.map((): Float64Array => new Float64Array(y.length));
  let rest: Float64Array = y.slice();
  let trend: Float64Array = new Float64Array(y.length);
  for (let round = 0; round < (rising.length === 1 ? 1 : rounds); round++) {
    rising.forEach((period, i) => {
      const own = rest.map((value, t) => value + seasons[i]![t]!);
      const parts = stl(own, { period, seasonalWindow: windowOf(i + 1), fit });
      seasons[i] = parts.seasonal;
      rest = own.map((value, t) => value - parts.seasonal[t]!);
      trend = parts.trend;
    });
  }
  return {
    seasonals: rising.map((period, i) => ({ period, seasonal: seasons[i]! })),
    trend,
    remainder: y.map((value, t) => value - trend[t]! - seasons.reduce((sum, season) => sum + season[t]!, 0)),
  };
}
