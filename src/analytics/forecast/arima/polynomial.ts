/** Orders of a seasonal ARIMA model; `period` is 1 without a season. */
export interface Orders {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  readonly seasonalP: number;
  readonly seasonalD: number;
  readonly seasonalQ: number;
  readonly period: number;
}

export const ordersName = ({ p, d, q, seasonalP, seasonalD, seasonalQ, period }: Orders): string =>
  `ARIMA(${p},${d},${q})${period > 1 && seasonalP + seasonalD + seasonalQ > 0 ? `(${seasonalP},${seasonalD},${seasonalQ})[${period}]` : ''}`;

/** Number of autoregressive and moving-average coefficients. */
export const armaSize = ({ p, q, seasonalP, seasonalQ }: Orders): number => p + q + seasonalP + seasonalQ;

/** The model `y(t) = Σ ar[i]·y(t−1−i) + e(t) + Σ ma[j]·e(t−1−j)` with seasonal factors multiplied in. */
export interface Arma {
  readonly ar: Float64Array;
  readonly ma: Float64Array;
}

/**
 * Maps any real numbers to coefficients of a stationary autoregression: tanh gives partial autocorrelations, and the
 * Durbin–Levinson recursion turns them into coefficients (Monahan 1984).
 */
export function stationary(free: ArrayLike<number>, from: number, order: number): Float64Array {
  const out = new Float64Array(order);
  const before = new Float64Array(order);
  for (let k = 0; k < order; k++) {
    const partial = Math.tanh(free[from + k]!);
    before.set(out);
    out[k] = partial;
    for (let j = 0; j < k; j++) out[j] = before[j]! - partial * before[k - 1 - j]!;
  }
  return out;
}

/** (1 + Σ a[i]·Bⁱ)(1 + Σ b[j]·B^(m·j)) without its leading 1. */
function multiply(a: Float64Array, b: Float64Array, period: number): Float64Array {
  const out = new Float64Array(a.length + b.length * period);
  out.set(a);
  for (let j = 0; j < b.length; j++) {
    const lag = (j + 1) * period;
    out[lag - 1]! += b[j]!;
    for (let i = 0; i < a.length; i++) out[lag + i]! += a[i]! * b[j]!;
  }
  return out;
}

const negated = (values: Float64Array) => values.map((value) => -value);

/** The four factors of a point of the search, in the order AR, MA, seasonal AR, seasonal MA. */
export interface Factors {
  readonly ar: Float64Array;
  readonly ma: Float64Array;
  readonly seasonalAr: Float64Array;
  readonly seasonalMa: Float64Array;
}

/** Factors at a point of the search; they are stationary and invertible at every point. */
export function factorsAt(point: ArrayLike<number>, { p, q, seasonalP, seasonalQ }: Orders): Factors {
  return {
    ar: stationary(point, 0, p),
    ma: negated(stationary(point, p, q)),
    seasonalAr: stationary(point, p + q, seasonalP),
    seasonalMa: negated(stationary(point, p + q + seasonalP, seasonalQ)),
  };
}

/** The factors multiplied out. */
export function expand({ ar, ma, seasonalAr, seasonalMa }: Factors, period: number): Arma {
  return { ar: negated(multiply(negated(ar), negated(seasonalAr), period)), ma: multiply(ma, seasonalMa, period) };
}

/** Autoregression with the differences multiplied in: coefficients of the undifferenced series. */
export function withDifferences(
  ar: Float64Array,
  { d, seasonalD, period }: Pick<Orders, 'd' | 'seasonalD' | 'period'>,
): Float64Array {
  let out: Float64Array = negated(ar);
  for (let i = 0; i < d; i++) out = multiply(out, Float64Array.of(-1), 1);
  for (let i = 0; i < seasonalD; i++) out = multiply(out, Float64Array.of(-1), period);
  return negated(out);
}

/** Weights of past errors, ψ₀ = 1 to index `count − 1`, of a model with the given (possibly differenced) autoregression. */
export function psiWeights(ar: ArrayLike<number>, ma: ArrayLike<number>, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let sum = k === 0 ? 1 : k <= ma.length ? ma[k - 1]! : 0;
    for (let i = 1; i <= Math.min(k, ar.length); i++) sum += ar[i - 1]! * out[k - i]!;
    out[k] = sum;
  }
  return out;
}
