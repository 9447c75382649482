import { leastSquares } from '../../series/index.ts';
import { volatilityDiverged, volatilityInput, volatilityOption, volatilityTooShort } from './errors.ts';
import { fitByQlike } from './fit-by-qlike.ts';
import { harInputs, onScale, type HarScale, type HarTerm } from './har-inputs.ts';
import type { RealisedDay } from './realised-days.ts';
import type { VarianceModel } from './variance-model.ts';

export interface HarOptions {
  /**
   * Scale of the regression: variances, their roots (Corsi's own form), or their logarithms. Converting back adds the residual variance
   * to a square, and half of it to a logarithm, so that the forecast is the mean.
   */
  readonly scale?: HarScale;
  /** `jumps`: HAR-RV-J, Andersen, Bollerslev & Diebold 2007. `leverage`: past negative returns, Corsi & Renò 2012. */
  readonly terms?: readonly HarTerm[];
  /** Days of the second and third average: 7 and 30 by default, a week and a month without closed days; 5 and 22 for stocks. */
  readonly windows?: readonly [number, number];
  /**
   * `squares` is least squares, as by Corsi. `qlike`, for variances only, gives the non-negative coefficients of least in-sample QLIKE,
   * the quasi-likelihood loss of a multiplicative error (Engle & Gallo 2006). A day's error then counts relative to its level, so a few
   * turbulent days don't dominate, and the forecast is always positive.
   */
  readonly estimate?: 'squares' | 'qlike';
}

export interface HarFit {
  /** Intercept; day, week, month; then the day's jump; then day, week and month of negative returns. */
  readonly coefficients: Float64Array;
  readonly rows: number;
  /** Variance of the day after the last of `history`, and whether the filter replaced it. */
  readonly forecast: (history: readonly RealisedDay[]) => { readonly variance: number; readonly filtered: boolean };
}

const FEWEST_ROWS = 60;

function offScale(scale: HarScale, value: number, noise: number): number {
  if (scale === 'log') return Math.exp(value + noise / 2);
  // The square of a negative root would be large, so a negative root is no forecast; the filter replaces it.
  if (scale === 'root') return value > 0 ? value * value + noise : 0;
  return value;
}

function bySquares(columns: readonly Float64Array[], targets: Float64Array) {
  const fit = leastSquares(columns, targets);
  return fit && { coefficients: fit.coefficients, noise: fit.rss / (targets.length - columns.length) };
}

/**
 * Heterogeneous autoregression of realised variance (Corsi 2009): regresses tomorrow's variance on the averages of the last day, week
 * and month. Regressions of variance can give negative forecasts. A forecast outside the range of the training days is replaced by
 * their mean, the insanity filter of Bollerslev, Patton & Quaedvlieg 2016.
 */
export function fitHar(
  days: readonly RealisedDay[],
  { scale = 'variance', terms = [], windows = [7, 30], estimate = 'squares' }: HarOptions = {},
): HarFit {
  if (estimate === 'qlike' && scale !== 'variance') throw volatilityOption({ problem: 'qlike estimates HAR of variances only' });
  const [week, month] = windows;
  if (!(Number.isInteger(week) && Number.isInteger(month) && week > 1 && month > week))
    throw volatilityOption({ problem: `windows ${windows.join(' and ')} must be ascending integers from 2` });
  const bad = days.findIndex(
    ({ variance, bipower, dayReturn }) => !(variance > 0 && bipower >= 0 && Number.isFinite(variance + bipower + dayReturn)),
  );
  if (bad >= 0) throw volatilityInput({ what: 'days', problem: 'must have a positive variance and finite parts', index: bad });
  const shape = { scale, terms, windows };
  const rows: Float64Array[] = [];
  const targets: number[] = [];
  for (let i = 1; i < days.length; i++) {
    const row = days[i]!.day === days[i - 1]!.day + 1 ? harInputs(days, i - 1, shape) : null;
    if (row === null) continue;
    rows.push(row);
    targets.push(days[i]!.variance);
  }
  if (rows.length < FEWEST_ROWS)
    throw volatilityTooShort({ what: 'days with a known past and next day', length: rows.length, needed: FEWEST_ROWS });
  const columns = Array.from(rows[0]!, (_, j) => Float64Array.from(rows, (row) => row[j]!));
  const fit =
    estimate === 'qlike'
      ? fitByQlike(columns, Float64Array.from(targets))
      : bySquares(columns, Float64Array.from(targets, onScale[scale]));
  if (fit === null) throw volatilityDiverged({ model: 'HAR' });
  const { coefficients, noise } = fit;
  const lowest = targets.reduce((least, value) => Math.min(least, value), Infinity);
  const highest = targets.reduce((most, value) => Math.max(most, value), 0);
  const middle = targets.reduce((sum, value) => sum + value, 0) / targets.length;
  return {
    coefficients,
    rows: rows.length,
    forecast(history) {
      const row = harInputs(history, history.length - 1, shape);
      if (row === null) throw volatilityTooShort({ what: 'known days of the last month', length: history.length, needed: month });
      const sum = coefficients.reduce((total, weight, j) => total + weight * row[j]!, 0);
      const variance = offScale(scale, sum, noise);
      const sane = variance >= lowest && variance <= highest;
      return { variance: sane ? variance : middle, filtered: !sane };
    },
  };
}

/** HAR as a model that a rolling origin can run. */
export const harModel = (name: string, options: HarOptions = {}): VarianceModel => ({
  name,
  fit(days) {
    const { forecast } = fitHar(days, options);
    return (history) => forecast(history).variance;
  },
});
