import { normalCdf } from '../../flow/index.ts';

/**
 * Conditional variances h of returns r = mean + √h·z, z standard normal:
 * - `garch` (Bollerslev 1986): h′ = ω + αe² + βh, with e = r − mean;
 * - `gjr` (Glosten, Jagannathan & Runkle 1993): h′ = ω + (α + γ[e < 0])e² + βh;
 * - `egarch` (Nelson 1991): ln h′ = ω + α(|z| − √(2/π)) + γz + β ln h.
 */
export type GarchKind = 'garch' | 'gjr' | 'egarch';

export interface GarchParams {
  readonly mean: number;
  readonly omega: number;
  readonly alpha: number;
  /** Asymmetry; 0 in `garch`. Falls weigh more if it is positive in `gjr`, negative in `egarch`. */
  readonly gamma: number;
  readonly beta: number;
}

/** E|z| of a standard normal. */
const MEAN_SIZE = Math.sqrt(2 / Math.PI);
const LOG_2PI = Math.log(2 * Math.PI);

/** Variance of the period after one with return `r` and variance `h`. */
export function nextVariance(kind: GarchKind, { mean, omega, alpha, gamma, beta }: GarchParams, h: number, r: number): number {
  const e = r - mean;
  switch (kind) {
    case 'garch':
      return omega + alpha * e * e + beta * h;
    case 'gjr':
      return omega + (e < 0 ? alpha + gamma : alpha) * e * e + beta * h;
    case 'egarch': {
      const z = e / Math.sqrt(h);
      return Math.exp(omega + alpha * (Math.abs(z) - MEAN_SIZE) + gamma * z + beta * Math.log(h));
    }
  }
}

/**
 * Variances of every period and, at the end, of the next period; and the Gaussian log-likelihood `−½ Σ (ln 2π + ln h + e²/h)`. The
 * first variance is an argument, not estimated.
 */
export function garchFilter(
  kind: GarchKind,
  params: GarchParams,
  returns: ArrayLike<number>,
  first: number,
): { readonly variances: Float64Array; readonly logLikelihood: number } {
  const n = returns.length;
  const variances = new Float64Array(n + 1);
  variances[0] = first;
  let sum = n * LOG_2PI;
  for (let t = 0; t < n; t++) {
    const h = variances[t]!;
    sum += Math.log(h) + (returns[t]! - params.mean) ** 2 / h;
    variances[t + 1] = nextVariance(kind, params, h, returns[t]!);
  }
  return { variances, logLikelihood: -sum / 2 };
}

/** Share of a shock to the variance (in `egarch`, to its logarithm) left one period later; in (0, 1) if the process is stationary. */
export const persistence = (kind: GarchKind, { alpha, gamma, beta }: GarchParams): number => {
  if (kind === 'egarch') return beta;
  return kind === 'gjr' ? alpha + gamma / 2 + beta : alpha + beta;
};

/** E exp(b(α(|z| − E|z|) + γz)), Nelson 1991, theorem A1.2 for normal z. */
function expectedShock(b: number, { alpha, gamma }: GarchParams): number {
  const [up, down] = [b * (alpha + gamma), b * (alpha - gamma)];
  return (
    Math.exp(-b * alpha * MEAN_SIZE) * (Math.exp((up * up) / 2) * normalCdf(up) + Math.exp((down * down) / 2) * normalCdf(down))
  );
}

/** Expected variances of the next `horizon` periods; the first is `next`. */
export function garchPath(kind: GarchKind, params: GarchParams, next: number, horizon: number): Float64Array {
  const out = new Float64Array(horizon);
  const kept = persistence(kind, params);
  let [level, shocks, power] = [next, 1, 1];
  for (let k = 0; k < horizon; k++) {
    out[k] = level * shocks;
    if (kind === 'egarch') {
      level = Math.exp(params.omega + params.beta * Math.log(level));
      // A shock from k periods ago has faded to a share βᵏ.
      shocks *= expectedShock(power, params);
      power *= params.beta;
    } else level = params.omega + kept * level;
  }
  return out;
}
