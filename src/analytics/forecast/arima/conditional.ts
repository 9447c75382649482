import type { Arma } from './polynomial.ts';

/** Nonzero coefficients and their lags; seasonal models have few. */
interface Sparse {
  readonly lags: Int32Array;
  readonly weights: Float64Array;
}

function sparse(coefficients: Float64Array): Sparse {
  const lags: number[] = [];
  coefficients.forEach((value, i) => {
    if (value !== 0) lags.push(i + 1);
  });
  return { lags: Int32Array.from(lags), weights: Float64Array.from(lags, (lag) => coefficients[lag - 1]!) };
}

/**
 * Sum of squared one-step errors, which are written to `errors`. Values and errors before the start count as 0, their mean. All
 * models are thus judged on the same values; a sum that started after the longest lag would depend on the model.
 */
export function conditionalSquares(values: Float64Array, { ar, ma }: Arma, errors: Float64Array): number {
  const past = sparse(ar);
  const shocks = sparse(ma);
  let squares = 0;
  for (let t = 0; t < values.length; t++) {
    let error = values[t]!;
    for (let k = 0; k < past.lags.length; k++) {
      const at = t - past.lags[k]!;
      if (at >= 0) error -= past.weights[k]! * values[at]!;
    }
    for (let k = 0; k < shocks.lags.length; k++) {
      const at = t - shocks.lags[k]!;
      if (at >= 0) error -= shocks.weights[k]! * errors[at]!;
    }
    errors[t] = error;
    squares += error * error;
  }
  return squares;
}

/** Start state of `pathAhead`, from the last values and errors. */
export function conditionalState(values: Float64Array, errors: Float64Array, { ar, ma }: Arma): Float64Array {
  const n = values.length;
  const size = Math.max(ar.length, ma.length + 1);
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let k = i + 1; k <= ar.length; k++) sum += ar[k - 1]! * (values[n + i - k] ?? 0);
    for (let k = i + 1; k <= ma.length; k++) sum += ma[k - 1]! * (errors[n + i - k] ?? 0);
    return sum;
  });
}

/** Mean forecasts of an ARMA process from its predicted state. */
export function pathAhead(state: Float64Array, ar: Float64Array, horizon: number): Float64Array {
  const current = Float64Array.from(state);
  return Float64Array.from({ length: horizon }, () => {
    const value = current[0]!;
    for (let i = 0; i < current.length; i++) current[i] = (i < ar.length ? ar[i]! * value : 0) + (current[i + 1] ?? 0);
    return value;
  });
}
