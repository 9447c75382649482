import { detectSeasonality, mstl, stl } from '../../series/index.ts';
import type { Adjusted } from '../seasonal/adjust.ts';

/** A season estimated by LOESS; its last cycle repeats in the forecast. */
interface Season {
  readonly period: number;
  readonly seasonal: Float64Array;
}

export type Scale = 'plain' | 'log';

/** LOESS window of the season, in cycles, as in R's `stlf`. */
const SEASONAL_WINDOW = 11;
/** Cycles of a longer period that the series must contain before the period is tested. */
const CYCLES_SEEN = 3;
const FEWEST_TO_DETECT = 12;

/** The period and the multiples of it detected in the series, such as a week for hourly data; ascending. */
export function periodsOf(values: Float64Array, period: number): readonly number[] {
  if (values.length < Math.max(FEWEST_TO_DETECT, CYCLES_SEEN * 2 * period)) return [period];
  const { periods } = detectSeasonality(values);
  const longer = periods.map((found) => found.period).filter((found) => found > period && found % period === 0);
  return [period, ...longer.filter((found) => values.length >= CYCLES_SEEN * found).toSorted((a, b) => a - b)];
}

/**
 * Removes the seasons by STL (one period) or MSTL (several), optionally on logarithms, which need positive values. The seasons are
 * estimated from all of `given`, so a forecast must pass the past only.
 */
export function takeOut(given: Float64Array, periods: readonly number[], scale: Scale): Adjusted {
  const values = scale === 'log' ? given.map(Math.log) : given;
  const seasons: readonly Season[] =
    periods.length === 1
      ? [{ period: periods[0]!, seasonal: stl(values, { period: periods[0]!, seasonalWindow: SEASONAL_WINDOW }).seasonal }]
      : mstl(values, { periods }).seasonals;
  const n = values.length;
  const within = (t: number) => seasons.reduce((sum, { seasonal }) => sum + seasonal[t]!, 0);
  const ahead = (h: number) => seasons.reduce((sum, { period, seasonal }) => sum + seasonal[n - period + (h % period)]!, 0);
  const back = scale === 'log' ? Math.exp : (value: number) => value;
  return {
    values: values.map((value, t) => value - within(t)),
    kind: scale === 'log' ? 'multiplicative' : 'additive',
    factor: () => 1,
    restore: (path) => path.map((value, h) => back(value + ahead(h))),
    restoreSample: (path) => path.map((value, t) => back(value + within(t))),
  };
}
