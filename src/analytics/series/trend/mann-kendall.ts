import { normalCdf } from '../../flow/index.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { acf } from '../structure/acf.ts';
import { senSlope } from './sen.ts';

export interface TrendTest {
  readonly trend: 'rising' | 'falling' | 'none';
  /** Kendall's S: number of rising pairs minus falling pairs. */
  readonly s: number;
  readonly variance: number;
  /** Normal statistic of S, with continuity correction. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
  /** S divided by the number of pairs, −1…1. */
  readonly tau: number;
  /** Sen's slope, per step. */
  readonly slope: number;
}

export interface TrendOptions {
  /** Significance level for reporting a trend. */
  readonly alpha?: number;
}

/** Two-sided 5 % quantile of the normal distribution: larger autocorrelations count as significant. */
const Z95 = 1.959963984540054;

function score(x: Float64Array): number {
  let s = 0;
  for (let i = 0; i < x.length; i++) for (let j = i + 1; j < x.length; j++) s += Math.sign(x[j]! - x[i]!);
  return s;
}

/** n (n − 1) (2n + 5) / 18, minus the same term for every group of ties. */
function varianceOf(x: Float64Array): number {
  const part = (n: number) => (n * (n - 1) * (2 * n + 5)) / 18;
  const sorted = x.slice().sort();
  let total = part(x.length);
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    total -= part(to - from);
    from = to;
  }
  return total;
}

function judge(s: number, variance: number, pairs: number, slope: number, alpha: number): TrendTest {
  checkedOption('Mann–Kendall', 'alpha', alpha, { min: 0, max: 1 });
  const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0;
  const pValue = Math.min(1, 2 * normalCdf(-Math.abs(z)));
  const trend = pValue >= alpha || z === 0 ? 'none' : z > 0 ? 'rising' : 'falling';
  return { trend, s, variance, z, pValue, tau: s / pairs, slope };
}

const pairsOf = (n: number): number => (n * (n - 1)) / 2;

/** The original test (Mann 1945, Kendall 1975). Assumes independent values; autocorrelation causes false positives. Needs 4 values. */
export function mannKendall(values: Values, { alpha = 0.05 }: TrendOptions = {}): TrendTest {
  const x = checked('Mann–Kendall', values, 4);
  return judge(score(x), varianceOf(x), pairsOf(x.length), senSlope(x).slope, alpha);
}

function ranks(x: Float64Array): Float64Array {
  const order = Array.from(x.keys()).sort((a, b) => x[a]! - x[b]!);
  const out = new Float64Array(x.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && x[order[to]!] === x[order[from]!]) to++;
    for (let k = from; k < to; k++) out[order[k]!] = (from + to + 1) / 2;
    from = to;
  }
  return out;
}

const detrended = (x: Float64Array, slope: number): Float64Array => x.map((value, i) => value - slope * i);

/**
 * With Hamed & Rao's (1998) variance: multiplied by 1 + 2 Σ (n−k)(n−k−1)(n−k−2) r_k / (n(n−1)(n−2)), with r_k the autocorrelations
 * of the detrended series' ranks beyond ±1.96 / √n. Needs 10 values.
 */
export function mannKendallHamedRao(values: Values, { alpha = 0.05 }: TrendOptions = {}): TrendTest {
  const x = checked('Mann–Kendall after Hamed and Rao', values, 10);
  const n = x.length;
  const { slope } = senSlope(x);
  const r = acf(ranks(detrended(x, slope)), n - 1) ?? [];
  let sum = 0;
  for (let k = 1; k < r.length; k++) if (Math.abs(r[k]!) > Z95 / Math.sqrt(n)) sum += (n - k) * (n - k - 1) * (n - k - 2) * r[k]!;
  return judge(score(x), varianceOf(x) * positive(1 + (2 * sum) / (n * (n - 1) * (n - 2))), pairsOf(n), slope, alpha);
}

/**
 * With Yue & Wang's (2004) variance: multiplied by 1 + 2 Σ (1 − k/n) r_1^k, with r_1 the first autocorrelation of the detrended series.
 * This corrects for the effective sample size of a first-order autoregression. Needs 10 values.
 */
export function mannKendallYueWang(values: Values, { alpha = 0.05 }: TrendOptions = {}): TrendTest {
  const x = checked('Mann–Kendall after Yue and Wang', values, 10);
  const n = x.length;
  const { slope } = senSlope(x);
  const r1 = acf(detrended(x, slope), 1)?.[1] ?? 0;
  let sum = 0;
  for (let k = 1, power = r1; k < n; k++, power *= r1) sum += (1 - k / n) * power;
  return judge(score(x), varianceOf(x) * positive(1 + 2 * sum), pairsOf(n), slope, alpha);
}

/** Lower bound of the variance factor, 0.1, because estimated correlations could make it negative. */
const positive = (factor: number): number => Math.max(0.1, factor);

/**
 * On a prewhitened series x_t − r_1 x_{t−1} (von Storch 1995), r_1 its first autocorrelation. Keeps its significance level, but misses
 * some true trends, because they increase r_1. The slope is that of the original series. Needs 10 values.
 */
export function mannKendallPrewhitened(values: Values, { alpha = 0.05 }: TrendOptions = {}): TrendTest {
  const x = checked('Mann–Kendall, prewhitened', values, 10);
  return judgeWhite(x, acf(x, 1)?.[1] ?? 0, senSlope(x).slope, 0, alpha);
}

/**
 * Trend-free prewhitening (Yue, Pilon, Phinney & Cavadias 2002): removes Sen's line, then the first autocorrelation, then adds the line
 * again. Finds more true trends than plain prewhitening, but as many false ones as the original test (Bayazit & Önöz 2007; measured
 * in docs/series.md). Needs 10 values.
 */
export function mannKendallTrendFree(values: Values, { alpha = 0.05 }: TrendOptions = {}): TrendTest {
  const x = checked('Mann–Kendall, trend-free prewhitened', values, 10);
  const { slope } = senSlope(x);
  const flat = detrended(x, slope);
  return judgeWhite(flat, acf(flat, 1)?.[1] ?? 0, slope, slope, alpha);
}

function judgeWhite(x: Float64Array, r1: number, slope: number, putBack: number, alpha: number): TrendTest {
  const white = Float64Array.from({ length: x.length - 1 }, (_, i) => x[i + 1]! - r1 * x[i]! + putBack * (i + 1));
  return judge(score(white), varianceOf(white), pairsOf(white.length), slope, alpha);
}

/**
 * Seasonal test (Hirsch, Slack & Smith 1982): S and its variance are sums over the phases; only values of the same phase are compared.
 * The slope is the median over pairs of the same phase, per step. Needs two cycles.
 */
export function mannKendallSeasonal(
  values: Values,
  { period, alpha = 0.05 }: TrendOptions & { readonly period: number },
): TrendTest {
  checkedOption('Mann–Kendall by season', 'period', period, { min: 2, whole: true });
  const x = checked('Mann–Kendall by season', values, 2 * period);
  let [s, variance, pairs] = [0, 0, 0];
  const slopes: number[] = [];
  for (let phase = 0; phase < period; phase++) {
    const own = x.filter((_, i) => i % period === phase);
    s += score(own);
    variance += varianceOf(own);
    pairs += pairsOf(own.length);
    for (let i = 0; i < own.length; i++)
      for (let j = i + 1; j < own.length; j++) slopes.push((own[j]! - own[i]!) / ((j - i) * period));
  }
  const sorted = Float64Array.from(slopes).sort();
  const slope = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  return judge(s, variance, pairs, slope, alpha);
}
