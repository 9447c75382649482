import { checked, checkedOption, type Values } from '../stats/check.ts';
import { fitLine, leastSquares } from '../stats/ols.ts';
import { isConstant, mean, squares } from '../stats/moments.ts';

/**
 * Rescaled range of increments: (max − min of the partial sums of deviations from the mean) / population s.d. (Hurst 1951).
 * Null if they are constant.
 */
export function rescaledRange(increments: Values): number | null {
  const x = checked('The rescaled range', increments, 2);
  if (isConstant(x)) return null;
  const centre = mean(x);
  let [sum, low, high] = [0, 0, 0];
  for (const value of x) {
    sum += value - centre;
    low = Math.min(low, sum);
    high = Math.max(high, sum);
  }
  return (high - low) / Math.sqrt(squares(x) / x.length);
}

/** Block sizes from 8 up to half the length, growing by √2, so that there are enough points for the slope. */
function sizesOf(n: number): number[] {
  const sizes = new Set<number>();
  for (let size = 8; size <= n / 2; size *= Math.SQRT2) sizes.add(Math.round(size));
  return [...sizes];
}

function slopeOf(points: readonly (readonly [number, number])[]): number | null {
  if (points.length < 3) return null;
  const columns = [new Float64Array(points.length).fill(1), Float64Array.from(points, ([x]) => x)];
  return (
    leastSquares(
      columns,
      Float64Array.from(points, ([, y]) => y),
    )?.coefficients[1] ?? null
  );
}

/** Expected R/S of `n` independent normals (Anis & Lloyd 1976, with Peters' correction). */
function expectedRange(n: number): number {
  let sum = 0;
  for (let i = 1; i < n; i++) sum += Math.sqrt((n - i) / i);
  return (((n - 0.5) / n) * sum) / Math.sqrt((n * Math.PI) / 2);
}

/**
 * Hurst exponent of a series of levels: slope of ln(R/S) of its increments on ln(block size), minus the expected slope of independent
 * increments, plus ½. ½ is a random walk; above ½ the series is persistent, below ½ mean-reverting. Noisy: ±0.1 at a thousand values.
 * Null with fewer than 33 values, or if the increments are constant in every block.
 */
export function hurstExponent(levels: Values): number | null {
  const x = checked('The Hurst exponent', levels, 2);
  const increments = Float64Array.from({ length: x.length - 1 }, (_, i) => x[i + 1]! - x[i]!);
  const found: [number, number][] = [];
  const expected: [number, number][] = [];
  for (const size of sizesOf(increments.length)) {
    const ranges: number[] = [];
    for (let from = 0; from + size <= increments.length; from += size) {
      const range = rescaledRange(increments.subarray(from, from + size));
      if (range !== null && range > 0) ranges.push(range);
    }
    if (ranges.length === 0) continue;
    found.push([Math.log(size), Math.log(mean(ranges))]);
    expected.push([Math.log(size), Math.log(expectedRange(size))]);
  }
  const [own, chance] = [slopeOf(found), slopeOf(expected)];
  return own === null || chance === null ? null : own - chance + 0.5;
}

/**
 * Detrended fluctuation analysis (Peng & others 1994) of the increments of a series of levels: slope of ln F on ln(block size), with a
 * line removed from each block of the profile. ½ is a random walk. Null with fewer than 33 values or without fluctuation.
 */
export function dfaExponent(levels: Values): number | null {
  const x = checked('Detrended fluctuation', levels, 2);
  const drift = (x[x.length - 1]! - x[0]!) / (x.length - 1);
  const profile = x.map((value, i) => value - x[0]! - drift * i);
  const points: [number, number][] = [];
  for (const size of sizesOf(profile.length - 1)) {
    let [sum, count] = [0, 0];
    for (let from = 0; from + size <= profile.length; from += size) {
      const block = profile.subarray(from, from + size);
      sum += squares(block) * (1 - fitLine(block).r2);
      count += size;
    }
    if (sum > 0) points.push([Math.log(size), Math.log(sum / count) / 2]);
  }
  return slopeOf(points);
}

export interface VarianceRatio {
  /** 1 is a random walk; above 1 the series trends, below 1 it reverts. */
  readonly ratio: number;
  /** Standard normal under a random walk with constant variance. */
  readonly z: number;
  /** Like `z`, but robust to changing variance. */
  readonly zRobust: number;
}

/**
 * Variance ratio of `q` steps over one, of levels (log prices), unbiased, with overlap (Lo & MacKinlay 1988).
 * Null if one-step changes are constant. Needs 2 q + 1 values.
 */
export function varianceRatio(levels: Values, q: number): VarianceRatio | null {
  checkedOption('The variance ratio', 'q', q, { min: 2, whole: true });
  const p = checked('The variance ratio', levels, 2 * q + 1);
  const t = p.length - 1;
  const drift = (p[t]! - p[0]!) / t;
  const one = Float64Array.from({ length: t }, (_, i) => p[i + 1]! - p[i]! - drift);
  const total = one.reduce((sum, e) => sum + e * e, 0);
  if (!(total > (1e-12 * p.reduce((most, value) => Math.max(most, Math.abs(value)), 0)) ** 2)) return null;
  let many = 0;
  for (let i = q; i <= t; i++) many += (p[i]! - p[i - q]! - q * drift) ** 2;
  const ratio = many / (q * (t - q + 1) * (1 - q / t)) / (total / (t - 1));
  let robust = 0;
  for (let lag = 1; lag < q; lag++) {
    let sum = 0;
    for (let i = lag; i < t; i++) sum += one[i]! ** 2 * one[i - lag]! ** 2;
    robust += ((2 * (q - lag)) / q) ** 2 * (sum / total ** 2);
  }
  return {
    ratio,
    z: (ratio - 1) / Math.sqrt((2 * (2 * q - 1) * (q - 1)) / (3 * q * t)),
    zRobust: (ratio - 1) / Math.sqrt(robust),
  };
}
