import { median } from '../../book/index.ts';
import { checkedOption } from '../stats/check.ts';
import { differences, mean } from '../stats/moments.ts';

/** What changes at a changepoint: the mean (of known noise), or mean and variance together. */
export type CostName = 'mean' | 'normal';

/** −2 log likelihood of [from, to) as one segment, up to a constant. Lower is better. */
export type Cost = (from: number, to: number) => number;

export interface ChangeOptions {
  readonly cost?: CostName;
  /** Minimum gain of another change; `bic` is (parameters per segment + 1) · ln n. */
  readonly penalty?: number | 'bic';
  /** Minimum number of values between changes. */
  readonly minSize?: number;
}

/** s.d. of a normal distribution divided by its median absolute value. */
const NORMAL_OF_MEDIAN = 1.4826;
/** Floor of a segment's variance as a share of the noise, because repeated values would have infinite likelihood. */
const FLOOR = 1e-4;
const MOST_PERSISTENT = 0.95;

const robustVariance = (steps: Float64Array): number => (NORMAL_OF_MEDIAN * median(steps.map(Math.abs))!) ** 2;

/**
 * Variance of the noise around levels that change rarely. It is estimated from median differences, which level changes hardly affect.
 * With φ the noise's first autocorrelation, differences have variance 2 s² (1 − φ) at lag 1, and 2 s² (1 − φ²) at lag 2. φ is the
 * ratio of the second to the first, minus 1. `own` is s² (1 − φ), half the variance at lag 1. `longRun` is s² (1 + φ) / (1 − φ), which
 * determines the variance of a segment's mean: without it, autocorrelation looks like changes. If more than half of the differences are
 * 0, both are half the differences' mean square. 0 for a constant.
 */
export function noiseOf(x: Float64Array): { readonly own: number; readonly longRun: number } {
  const steps = differences(x);
  if (steps.length < 2) return { own: 0, longRun: 0 };
  const [one, two] = [robustVariance(steps), robustVariance(differences(x, 2))];
  if (!(one > 0)) {
    const plain = mean(steps.map((step) => step * step)) / 2;
    return { own: plain, longRun: plain };
  }
  const phi = Math.min(MOST_PERSISTENT, Math.max(0, two / one - 1));
  return { own: one / 2, longRun: ((one / 2) * (1 + phi)) / (1 - phi) ** 2 };
}

/** The cost function, its penalty and the minimum segment length; null if the series is constant. */
export function prepare(
  what: string,
  x: Float64Array,
  { cost = 'mean', penalty = 'bic', minSize = 2 }: ChangeOptions,
): { readonly costOf: Cost; readonly penalty: number; readonly minSize: number } | null {
  checkedOption(what, 'minSize', minSize, { min: cost === 'normal' ? 2 : 1, whole: true });
  const { own: noise, longRun } = noiseOf(x);
  if (!(noise > 0)) return null;
  const parameters = cost === 'mean' ? 1 : 2;
  const own = penalty === 'bic' ? (parameters + 1) * Math.log(x.length) : checkedOption(what, 'penalty', penalty, { min: 0 });
  return { costOf: cost === 'mean' ? meanCost(x, longRun) : normalCost(x, FLOOR * noise), penalty: own, minSize };
}

function sums(x: Float64Array): (from: number, to: number) => number {
  const centre = mean(x);
  const [first, second] = [new Float64Array(x.length + 1), new Float64Array(x.length + 1)];
  x.forEach((value, i) => {
    first[i + 1] = first[i]! + (value - centre);
    second[i + 1] = second[i]! + (value - centre) ** 2;
  });
  return (from, to) => {
    const sum = first[to]! - first[from]!;
    return Math.max(0, second[to]! - second[from]! - (sum * sum) / (to - from));
  };
}

/** Σ(x − mean)² / variance of the noise. */
function meanCost(x: Float64Array, noise: number): Cost {
  const squares = sums(x);
  return (from, to) => squares(from, to) / noise;
}

/** Minimum over σ² ≥ floor of m ln σ² + Σ(x − mean)² / σ². It is still a likelihood, so splitting never raises the cost. */
function normalCost(x: Float64Array, floor: number): Cost {
  const squares = sums(x);
  return (from, to) => {
    const [m, rss] = [to - from, squares(from, to)];
    return rss > m * floor ? m * (Math.log(rss / m) + 1) : m * Math.log(floor) + rss / floor;
  };
}
