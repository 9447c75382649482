import { nelderMead } from '../math/nelder-mead.ts';
import type { Meter } from '../meter.ts';
import { filterStructural } from './filter.ts';
import type { Filtered, Shares } from './filter.ts';

export interface StructuralFit {
  readonly trend: 'none' | 'local';
  readonly shares: Shares;
  /** Variance of a share of 1. */
  readonly unit: number;
  /** Exact diffuse log-likelihood. */
  readonly loglik: number;
  /** Corrected Akaike criterion of the values from the third on, comparable between the two trends. */
  readonly aicc: number;
  readonly filtered: Filtered;
}

const MOST_EVALUATIONS = 400;
const TOLERANCE = 1e-10;
/** Minimum of the squared errors, as a share of the series' squares, because a perfect fit has no finite likelihood. */
const SMALLEST_SHARE = 1e-28;
/** Starting angles of searches, because the likelihood has several maxima: noisy and smooth, noisy and quick, quiet. */
const STARTS = {
  none: [[0.2], [0.8], [1.4]],
  local: [
    [0.1, 0.05],
    [0.7, 0.1],
    [0.7, 0.8],
    [1.4, 0.2],
  ],
} as const;

/** Any angles give shares that sum to 1, so that the search needs no bounds and can reach a share of exactly 0. */
function sharesOf(point: ArrayLike<number>): Shares {
  const [noise, rest] = [Math.cos(point[0]!) ** 2, Math.sin(point[0]!) ** 2];
  if (point.length === 1) return { irregular: noise, level: rest, slope: 0 };
  return { irregular: noise, level: rest * Math.cos(point[1]!) ** 2, slope: rest * Math.sin(point[1]!) ** 2 };
}

/** Maximum exact diffuse likelihood of the local level or the local linear trend, the unit of variance concentrated out. */
export function fitStructural(values: Float64Array, trend: 'none' | 'local', meter: Meter): StructuralFit {
  const n = values.length;
  const floor = SMALLEST_SHARE * values.reduce((sum, value) => sum + value * value, 0);
  const logLikelihood = (filtered: Filtered, from: number) => {
    const { squares, logs, count } = filtered.sums(from);
    const unit = Math.max(squares, floor) / count;
    return { unit, loglik: -0.5 * (count * (Math.log(2 * Math.PI * unit) + 1) + logs) };
  };
  const objective = (point: Float64Array) => {
    const value = -logLikelihood(filterStructural(values, sharesOf(point), trend), 0).loglik;
    return Number.isFinite(value) ? value : Infinity;
  };
  const starts: readonly (readonly number[])[] = STARTS[trend];
  let best: { point: Float64Array; value: number } | null = null;
  for (const start of starts) {
    if (best !== null && meter.exhausted()) break;
    const found = nelderMead(objective, [...start], {
      steps: start.map(() => 0.1),
      maxEvaluations: MOST_EVALUATIONS,
      tolerance: TOLERANCE,
      meter,
    });
    if (best === null || found.value < best.value) best = found;
  }
  const shares = sharesOf(best!.point);
  const filtered = filterStructural(values, shares, trend);
  const whole = logLikelihood(filtered, 0);
  const shared = logLikelihood(filtered, 2);
  const k = trend === 'none' ? 2 : 3;
  const count = n - 2;
  const aicc = count > k + 1 ? -2 * shared.loglik + 2 * k + (2 * k * (k + 1)) / (count - k - 1) : Infinity;
  return { trend, shares, unit: whole.unit, loglik: whole.loglik, aicc, filtered };
}
