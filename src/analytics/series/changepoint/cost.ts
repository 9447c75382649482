import { median } from '../../book/index.ts';
import { checkedOption } from '../stats/check.ts';
import { differences, mean } from '../stats/moments.ts';

/** What changes at a changepoint: the mean (of known noise), or mean and variance together. */
export type CostName = 'mean' | 'normal';

/** −2 log likelihood of a stretch [from, to) as one segment, up to a constant. Lower is better. */
export type Cost = (from: number, to: number) => number;

export interface ChangeOptions {
  readonly cost?: CostName;
  /** What a further change must gain; `bic` is (parameters a segment + 1) · ln n. */
  readonly penalty?: number | 'bic';
  /** Fewest values between changes. */
  readonly minSize?: number;
}

/** s.d. of a normal over the median of |x_t − x_{t−1}|: 1.4826 / √2. */
const NOISE_OF_STEPS = 1.4826 / Math.SQRT2;
/** A segment's variance isn't taken for less than this share of the noise: repeated values would be infinitely likely. */
const FLOOR = 1e-4;

/**
 * The s.d. of the noise from the median step between neighbours, which changes of mean hardly touch; where more than half of the
 * steps are 0, from their mean square. 0 for a constant. Persistence makes it too small, and then changes too many.
 */
export function noiseOf(x: Float64Array): number {
  const steps = differences(x).map(Math.abs);
  if (steps.length === 0) return 0;
  const robust = NOISE_OF_STEPS * median(steps)!;
  return robust > 0 ? robust : Math.sqrt(mean(steps.map((step) => step * step)) / 2);
}

/** The cost function, its penalty and the shortest segment; null when the series is constant. */
export function prepare(
  what: string,
  x: Float64Array,
  { cost = 'mean', penalty = 'bic', minSize = 2 }: ChangeOptions,
): { readonly costOf: Cost; readonly penalty: number; readonly minSize: number } | null {
  checkedOption(what, 'minSize', minSize, { min: cost === 'normal' ? 2 : 1, whole: true });
  const noise = noiseOf(x);
  if (!(noise > 0)) return null;
  const parameters = cost === 'mean' ? 1 : 2;
  const own = penalty === 'bic' ? (parameters + 1) * Math.log(x.length) : checkedOption(what, 'penalty', penalty, { min: 0 });
  return { costOf: cost === 'mean' ? meanCost(x, noise) : normalCost(x, FLOOR * noise * noise), penalty: own, minSize };
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

/** Σ(x − mean)² / noise². */
function meanCost(x: Float64Array, noise: number): Cost {
  const squares = sums(x);
  return (from, to) => squares(from, to) / (noise * noise);
}

/** min over σ² ≥ floor of m ln σ² + Σ(x − mean)² / σ²: a likelihood still, so that splitting never costs. */
function normalCost(x: Float64Array, floor: number): Cost {
  const squares = sums(x);
  return (from, to) => {
    const [m, rss] = [to - from, squares(from, to)];
    return rss > m * floor ? m * (Math.log(rss / m) + 1) : m * Math.log(floor) + rss / floor;
  };
}
