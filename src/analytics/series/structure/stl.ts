import { checked, checkedOption, type Values } from '../stats/check.ts';
import { variance } from '../stats/moments.ts';
import { median } from '../../book/index.ts';
import { loess, loessAt, type LoessOptions } from './loess.ts';

export interface Decomposition {
  readonly seasonal: Float64Array;
  readonly trend: Float64Array;
  /** The series minus the other two components, so that the three always add up to it. */
  readonly remainder: Float64Array;
  /** Robustness weights, 0–1; all 1 in a plain fit. */
  readonly weights: Float64Array;
}

export interface StlOptions {
  /** Steps in a cycle, at least 2. */
  readonly period: number;
  /** LOESS window of each phase, in cycles, odd; with `periodic`, each phase has one constant value. */
  readonly seasonalWindow?: number | 'periodic';
  /** LOESS window of the trend, in steps, odd. Default: the smallest odd ≥ 1.5 period / (1 − 1.5 / seasonal window). */
  readonly trendWindow?: number;
  /** `robust`: 15 rounds with bisquare weights against outliers, one inner pass each; `plain`: two inner passes. */
  readonly fit?: 'plain' | 'robust';
}

const odd = (x: number): number => Math.ceil(x) + (Math.ceil(x) % 2 === 0 ? 1 : 0);
const jumpOf = (window: number): number => Math.ceil(window / 10);
const ROBUST_ROUNDS = 15;

/**
 * STL: seasonal and trend by LOESS (Cleveland, Cleveland, McRae & Terpenning 1990), with R's defaults for windows, degrees
 * (seasonal 0, trend and low-pass 1) and jumps. Needs two full cycles. **Two-sided**: a value at t depends on later values.
 */
export function stl(
  values: Values,
  { period, seasonalWindow = 'periodic', trendWindow, fit = 'plain' }: StlOptions,
): Decomposition {
  checkedOption('STL', 'period', period, { min: 2, whole: true });
  const y = checked('STL', values, 2 * period);
  const n = y.length;
  const periodic = seasonalWindow === 'periodic';
  const across = periodic ? 10 * n + 1 : odd(checkedOption('STL', 'seasonalWindow', seasonalWindow, { min: 3 }));
  const along = odd(
    trendWindow === undefined
      ? (1.5 * period) / (1 - 1.5 / across)
      : checkedOption('STL', 'trendWindow', trendWindow, { min: 3 }),
  );
  const low = odd(period);
  let weights: Float64Array | null = null;
  let seasonal: Float64Array = new Float64Array(n);
  let trend: Float64Array = new Float64Array(n);
  for (let round = 0; round <= (fit === 'robust' ? ROBUST_ROUNDS : 0); round++) {
    for (let pass = 0; pass < (fit === 'robust' ? 1 : 2); pass++) {
      const detrended = y.map((value, i) => value - trend[i]!);
      const cycles = smoothPhases(detrended, period, { window: across, degree: 0, jump: jumpOf(across), weights });
      const drift = loess(threeAverages(cycles, period), { window: low, degree: 1, jump: jumpOf(low), weights: null });
      seasonal = drift.map((value, i) => cycles[period + i]! - value);
      const rest = y.map((value, i) => value - seasonal[i]!);
      trend = loess(rest, { window: along, degree: 1, jump: jumpOf(along), weights });
    }
    if (fit === 'robust') weights = bisquare(y.map((value, i) => value - seasonal[i]! - trend[i]!));
  }
  if (periodic) seasonal = phaseMeans(seasonal, period);
  return {
    seasonal,
    trend,
    remainder: y.map((value, i) => value - seasonal[i]! - trend[i]!),
    weights: weights ?? new Float64Array(n).fill(1),
  };
}

/** Smooths each phase separately and extrapolates it one cycle past both ends: length n + 2 period. */
function smoothPhases(y: Float64Array, period: number, options: LoessOptions): Float64Array {
  const out = new Float64Array(y.length + 2 * period);
  for (let phase = 0; phase < period; phase++) {
    const pick = (list: Float64Array) => list.filter((_, i) => i % period === phase);
    const values = pick(y);
    const own: LoessOptions = { ...options, weights: options.weights && pick(options.weights) };
    const smooth = loess(values, own);
    const k = values.length;
    const before = loessAt(values, -1, 0, Math.min(own.window, k) - 1, own) ?? smooth[0]!;
    const after = loessAt(values, k, Math.max(0, k - own.window), k - 1, own) ?? smooth[k - 1]!;
    [before, ...smooth, after].forEach((value, m) => (out[m * period + phase] = value));
  }
  return out;
}

/** Low-pass filter of STL: successive moving averages of `period`, `period` and 3, each of which shortens the series. */
function threeAverages(values: Float64Array, period: number): Float64Array {
  return [period, period, 3].reduce(movingAverage, values);
}

function movingAverage(values: Float64Array, width: number): Float64Array {
  const out = new Float64Array(values.length - width + 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! - (i >= width ? values[i - width]! : 0);
    if (i >= width - 1) out[i - width + 1] = sum / width;
  }
  return out;
}

/** Bisquare weights (1 − (|r| / 6 median|r|)²)²; 0 beyond 6 median|r|. */
function bisquare(residuals: Float64Array): Float64Array {
  const sizes = residuals.map(Math.abs);
  const limit = 6 * median(sizes)!;
  return sizes.map((size) => (size <= 0.001 * limit ? 1 : size <= 0.999 * limit ? (1 - (size / limit) ** 2) ** 2 : 0));
}

function phaseMeans(values: Float64Array, period: number): Float64Array {
  const [sums, counts] = [new Float64Array(period), new Float64Array(period)];
  values.forEach((value, i) => {
    sums[i % period] = sums[i % period]! + value;
    counts[i % period] = counts[i % period]! + 1;
  });
  return values.map((_, i) => sums[i % period]! / counts[i % period]!);
}

/**
 * Strength of the season, 0–1: max(0, 1 − Var(R) / Var(S + R)), with S the season and R the remainder (Wang, Smith & Hyndman 2006).
 * Null if neither varies.
 */
export const seasonalStrength = ({ seasonal, trend, remainder }: Decomposition): number | null =>
  strength(seasonal, remainder, trend);

/** Strength of the trend, 0–1: `seasonalStrength` with the trend instead of the season. Null if trend and remainder don't vary. */
export const trendStrength = ({ seasonal, trend, remainder }: Decomposition): number | null =>
  strength(trend, remainder, seasonal);

/** Variation below the rounding error of the whole series counts as none; `other` gives the series' magnitude. */
function strength(part: Float64Array, remainder: Float64Array, other: Float64Array): number | null {
  const both = variance(part.map((value, i) => value + remainder[i]!));
  const size = other.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return both > (size * 1e-12) ** 2 ? Math.max(0, 1 - variance(remainder) / both) : null;
}
