import { bfgs } from '../math/bfgs.ts';
import { mean, variance } from '../math/moments.ts';
import { nelderMead } from '../math/nelder-mead.ts';
import { unlimited } from '../meter.ts';
import { checkedReturns } from './check.ts';
import { volatilityConstant, volatilityDiverged, volatilityOption } from './errors.ts';
import { garchFilter, garchPath, persistence, type GarchKind, type GarchParams } from './garch.ts';

export interface GarchFit {
  readonly kind: GarchKind;
  readonly params: GarchParams;
  /** Gaussian log-likelihood, conditional on the first variance. */
  readonly logLikelihood: number;
  readonly persistence: number;
  /** Variance of the first period, set to the sample's. */
  readonly first: number;
  /** Conditional variance of each period of the sample. */
  readonly variances: Float64Array;
  /** Variance of the period after the sample. */
  readonly next: number;
}

const FEWEST = 100;
/** Upper limit of persistence, so that a long-run variance exists. */
const STATIONARY = 0.9999;
/** A spread below this share of the mean is rounding error. */
const ROUNDING = 1e-12;
const SMALLEST = 1e-100;

/** Starting points: reaction to a shock, and memory. The long-run variance starts at the sample's. */
const STARTS = [
  [0.05, 0.9],
  [0.1, 0.8],
  [0.05, 0.94],
  [0.2, 0.6],
] as const;

const logit = (p: number): number => Math.log(p / (1 - p));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Maps any point to admissible parameters: ω > 0, α ≥ 0, α + γ ≥ 0, β ≥ 0 and persistence below one; in EGARCH |β| below one and α > 0.
 * Without α > 0, a year of falling variance is best fitted by shocks that lower the variance, which the next crash refutes.
 */
function toParams(kind: GarchKind, point: Float64Array): GarchParams {
  const [a, b, c, d = 0] = point as unknown as [number, number, number, number?];
  if (kind === 'egarch') return { mean: 0, omega: c, alpha: Math.exp(a), gamma: d, beta: STATIONARY * Math.tanh(b) };
  const kept = STATIONARY * sigmoid(b);
  const shock = kept * sigmoid(a);
  const base = { mean: 0, omega: Math.exp(c), beta: kept - shock };
  if (kind === 'garch') return { ...base, alpha: shock, gamma: 0 };
  // `shock` is the average of the weights of rises and falls.
  const falls = 2 * shock * sigmoid(d);
  const rises = 2 * shock - falls;
  return { ...base, alpha: rises, gamma: falls - rises };
}

function startPoint(kind: GarchKind, [alpha, beta]: readonly [number, number]): number[] {
  if (kind === 'egarch') return [Math.log(2 * alpha), Math.atanh(Math.min(0.99, alpha + beta) / STATIONARY), 0, 0];
  const kept = alpha + beta;
  const point = [logit(alpha / kept), logit(kept / STATIONARY), Math.log(1 - kept)];
  return kind === 'gjr' ? [...point, 0] : point;
}

/** Minimum of the objective: simplex from the best start, then quasi-Newton steps, both repeated until nothing is gained. */
function minimise(objective: (point: Float64Array) => number, starts: readonly number[][]): Float64Array {
  const meter = unlimited();
  let point = starts.toSorted((a, b) => objective(Float64Array.from(a)) - objective(Float64Array.from(b)))[0]!;
  let value = Infinity;
  for (let round = 0; round < 4; round++) {
    const rough = nelderMead(objective, point, {
      steps: point.map(() => (round === 0 ? 0.5 : 0.1)),
      maxEvaluations: 800,
      tolerance: 1e-10,
      meter,
    });
    const fine = bfgs(objective, rough.point, { maxIterations: 100, tolerance: 1e-13, meter });
    const gain = value - fine.value;
    point = Array.from(fine.point);
    value = fine.value;
    if (!(gain > 1e-9 * Math.abs(value))) break;
  }
  return Float64Array.from(point);
}

/** Converts parameters of returns in units of `scale` to the returns' own unit. */
function rescaled(kind: GarchKind, params: GarchParams, middle: number, scale: number): GarchParams {
  const omega = kind === 'egarch' ? params.omega + (1 - params.beta) * 2 * Math.log(scale) : params.omega * scale * scale;
  return { ...params, mean: middle, omega };
}

/**
 * Fit by Gaussian maximum likelihood. `mean` is the sample mean, or zero if requested, and isn't part of the search. The first variance
 * is the sample's. The same returns give a bit-identical fit. Needs 100 returns that vary.
 */
export function fitGarch(
  kind: GarchKind,
  returns: ArrayLike<number>,
  options: { readonly mean?: 'sample' | 'zero' } = {},
): GarchFit {
  const given = checkedReturns(returns, FEWEST);
  const middle = options.mean === 'zero' ? 0 : mean(given);
  const spread = Math.sqrt(variance(given));
  if (!(spread > Math.max(SMALLEST, ROUNDING * Math.abs(mean(given))))) throw volatilityConstant({ what: 'returns' });
  const scaled = given.map((r) => (r - middle) / spread);
  const first = variance(scaled);
  const objective = (point: Float64Array): number => {
    const { logLikelihood } = garchFilter(kind, toParams(kind, point), scaled, first);
    return Number.isFinite(logLikelihood) ? -logLikelihood / scaled.length : Infinity;
  };
  const best = minimise(
    objective,
    STARTS.map((start) => startPoint(kind, start)),
  );
  const params = rescaled(kind, toParams(kind, best), middle, spread);
  const start = first * spread * spread;
  const { variances, logLikelihood } = garchFilter(kind, params, given, start);
  const next = variances.at(-1)!;
  if (!(next > 0 && Number.isFinite(next) && Number.isFinite(logLikelihood))) throw volatilityDiverged({ model: kind });
  return {
    kind,
    params,
    logLikelihood,
    persistence: persistence(kind, params),
    first: start,
    variances: variances.slice(0, -1),
    next,
  };
}

/** Expected variances of the `horizon` periods after the sample, from 1 to 10,000. */
export function forecastGarch({ kind, params, next }: GarchFit, horizon: number): Float64Array {
  if (!(Number.isInteger(horizon) && horizon >= 1 && horizon <= 10_000))
    throw volatilityOption({ problem: `horizon ${horizon} is not an integer from 1 to 10000` });
  const path = garchPath(kind, params, next, horizon);
  if (!path.every((value) => value > 0 && Number.isFinite(value))) throw volatilityDiverged({ model: kind });
  return path;
}

/** Variance of the period after `returns`, by an earlier fit: its parameters are reused, its variance is updated with `returns`. */
export function nextGarchVariance({ kind, params, first }: GarchFit, returns: ArrayLike<number>): number {
  const next = garchFilter(kind, params, checkedReturns(returns, 1), first).variances.at(-1)!;
  if (!(next > 0 && Number.isFinite(next))) throw volatilityDiverged({ model: kind });
  return next;
}
