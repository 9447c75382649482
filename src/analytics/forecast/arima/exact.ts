import { solve } from '../math/linear-system.ts';
import { psiWeights } from './polynomial.ts';
import type { Arma } from './polynomial.ts';

/** Relative change below which the error variance counts as unchanged. After more such steps than states, the filter has converged. */
const SETTLED = 1e-9;

export interface ExactLikelihood {
  /** Log-likelihood at the maximum-likelihood variance, `squares / n`. */
  readonly loglik: number;
  /** Sum of squared errors, each divided by its relative variance. */
  readonly squares: number;
  /** The state predicted for the first value ahead. */
  readonly state: Float64Array;
}

/** Autocovariances at lags 0 … p of an ARMA process of unit error variance (Brockwell & Davis 1991, section 3.3). */
function autocovariances({ ar, ma }: Arma, psi: Float64Array): Float64Array | null {
  const p = ar.length;
  const size = p + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    matrix[k * size + k]! += 1;
    for (let i = 1; i <= p; i++) matrix[k * size + Math.abs(k - i)]! -= ar[i - 1]!;
    for (let j = k; j <= ma.length; j++) right[k]! += (j === 0 ? 1 : ma[j - 1]!) * psi[j - k]!;
  }
  return solve(matrix, right);
}

/** Covariance of the stationary state in Harvey's form, row-major: its first row from the autocovariances, the rest by recursion. */
function stationaryCovariance(arma: Arma, phi: Float64Array, theta: Float64Array): Float64Array | null {
  const { ar, ma } = arma;
  const size = phi.length;
  const psi = psiWeights(ar, ma, ma.length + 1);
  const gamma = autocovariances(arma, psi);
  if (gamma === null || !(gamma[0]! > 0)) return null;
  const first = new Float64Array(size + 1);
  for (let j = 0; j < size; j++) {
    let sum = 0;
    for (let k = j + 1; k <= ar.length; k++) sum += ar[k - 1]! * gamma[k - j]!;
    for (let k = j; k <= ma.length; k++) sum += theta[k]! * psi[k - j]!;
    first[j] = sum;
  }
  const out = new Float64Array(size * size);
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i; j >= 0; j--) {
      const beyond = i + 1 < size ? out[(i + 1) * size + j + 1]! : 0;
      const value =
        phi[i]! * phi[j]! * first[0]! + phi[i]! * first[j + 1]! + phi[j]! * first[i + 1]! + beyond + theta[i]! * theta[j]!;
      out[i * size + j] = value;
      out[j * size + i] = value;
    }
  }
  return out;
}

/**
 * Exact Gaussian likelihood of a stationary ARMA process by the Kalman filter in Harvey's form (Gardner, Harvey & Phillips 1980).
 * Values are observed without noise, so the first row of the filtered covariance is zero. This leaves
 * `P ← shift(P − p pᵀ/F) + θθᵀ`, with p the first column of P. `errors`, if passed, receives the one-step errors. Null if the
 * process is too close to a unit root to have a covariance.
 */
export function exactLikelihood(values: Float64Array, arma: Arma, errors?: Float64Array): ExactLikelihood | null {
  const n = values.length;
  const size = Math.max(arma.ar.length, arma.ma.length + 1);
  const phi = new Float64Array(size);
  phi.set(arma.ar);
  const theta = new Float64Array(size);
  theta[0] = 1;
  theta.set(arma.ma, 1);
  const covariance = stationaryCovariance(arma, phi, theta);
  if (covariance === null) return null;
  const state = new Float64Array(size);
  const column = new Float64Array(size);
  let squares = 0;
  let logs = 0;
  let calm = 0;
  let variance = covariance[0]!;
  for (let t = 0; t < n; t++) {
    if (!(variance > 0)) return null;
    const value = values[t]!;
    const error = value - state[0]!;
    if (errors) errors[t] = error;
    squares += (error * error) / variance;
    logs += Math.log(variance);
    if (calm <= size) {
      for (let i = 0; i < size; i++) column[i] = covariance[i * size]!;
      advance(covariance, column, theta, variance);
    }
    const pull = error / variance;
    for (let i = 0; i < size - 1; i++) state[i] = phi[i]! * value + state[i + 1]! + column[i + 1]! * pull;
    state[size - 1] = phi[size - 1]! * value;
    if (calm <= size) {
      const next = covariance[0]!;
      calm = Math.abs(next - variance) < SETTLED * variance ? calm + 1 : 0;
      variance = next;
    }
  }
  const floor = Number.MIN_VALUE;
  const loglik = -(n * (Math.log((2 * Math.PI * Math.max(squares, floor)) / n) + 1) + logs) / 2;
  return { loglik, squares, state };
}

/** One step of the covariance, in place; element (i, j) is read at (i + 1, j + 1) before it is written over. */
function advance(covariance: Float64Array, column: Float64Array, theta: Float64Array, variance: number): void {
  const size = theta.length;
  for (let i = 0; i < size; i++) {
    const ownShare = i + 1 < size ? column[i + 1]! / variance : 0;
    for (let j = 0; j <= i; j++) {
      const inner = i + 1 < size ? covariance[(i + 1) * size + j + 1]! - ownShare * column[j + 1]! : 0;
      covariance[i * size + j] = inner + theta[i]! * theta[j]!;
    }
  }
}
