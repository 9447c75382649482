import { leastSquares } from '../../series/index.ts';
import type { Fit as LeastSquares } from '../../series/index.ts';

export interface VarFit {
  readonly lags: number;
  /** Intercept of each equation, on the scaled columns. */
  readonly intercepts: Float64Array;
  /** `weights[i][l][j]`: weight of column j, l + 1 steps ago, in column i. */
  readonly weights: readonly (readonly Float64Array[])[];
  /** Covariance of the one-step errors, divided by the degrees of freedom. */
  readonly covariance: readonly Float64Array[];
  /** Errors of the first column, one for each value after the first `lags`. */
  readonly errors: Float64Array;
  readonly aicc: number;
}

/** ln det of a covariance by elimination; variances of a perfect fit are raised above rounding error. */
function logDeterminant(matrix: readonly Float64Array[]): number {
  const a = matrix.map((row) => Float64Array.from(row));
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const pivot = Math.max(a[i]![i]!, 1e-28);
    sum += Math.log(pivot);
    for (let r = i + 1; r < a.length; r++) {
      const factor = a[r]![i]! / pivot;
      for (let c = i; c < a.length; c++) a[r]![c]! -= factor * a[i]![c]!;
    }
  }
  return sum;
}

/**
 * Vector autoregression of order `lags` by least squares, equation by equation (Lütkepohl 2005, 3.2). Fit and AICc use the values from
 * index `from` on. The caller scales the columns. Null if regressors depend on each other or are too many.
 */
export function fitVar(columns: readonly Float64Array[], lags: number, from: number): VarFit | null {
  const k = columns.length;
  const rows = columns[0]!.length - from;
  const regressors = [
    new Float64Array(rows).fill(1),
    ...Array.from({ length: lags }, (_, l) => columns.map((column) => column.subarray(from - l - 1, from - l - 1 + rows))).flat(),
  ];
  const free = rows - regressors.length;
  if (free < 1) return null;
  const fits: LeastSquares[] = [];
  for (const column of columns) {
    const fit = leastSquares(regressors, Float64Array.from(column.subarray(from)));
    if (fit === null) return null;
    fits.push(fit);
  }
  const products = fits.map((one) =>
    Float64Array.from(fits, (other) => one.residuals.reduce((sum, error, t) => sum + error * other.residuals[t]!, 0)),
  );
  const parameters = k * regressors.length + (k * (k + 1)) / 2;
  const spare = rows * k - parameters - 1;
  const likelihood =
    rows * (logDeterminant(products.map((row) => row.map((value) => value / rows))) + k * Math.log(2 * Math.PI) + k);
  return {
    lags,
    intercepts: Float64Array.from(fits, ({ coefficients }) => coefficients[0]!),
    weights: fits.map(({ coefficients }) =>
      Array.from({ length: lags }, (_, l) => coefficients.slice(1 + l * k, 1 + (l + 1) * k)),
    ),
    covariance: products.map((row) => row.map((value) => value / free)),
    errors: fits[0]!.residuals,
    aicc: spare > 0 ? likelihood + 2 * parameters + (2 * parameters * (parameters + 1)) / spare : Infinity,
  };
}

/** The first column's path after the end of `columns`. */
export function varPath(fit: VarFit, columns: readonly Float64Array[], horizon: number): Float64Array {
  const recent = columns.map((column) => Array.from(column.subarray(column.length - fit.lags)));
  return Float64Array.from({ length: horizon }, () => {
    const next = fit.weights.map((lags, i) =>
      lags.reduce(
        (sum, weights, l) => sum + weights.reduce((part, weight, j) => part + weight * recent[j]![recent[j]!.length - 1 - l]!, 0),
        fit.intercepts[i]!,
      ),
    );
    next.forEach((value, j) => {
      recent[j]!.push(value);
      recent[j]!.shift();
    });
    return next[0]!;
  });
}

/** Standard deviations of the first column's errors, 1 to `horizon` steps ahead: roots of Σₕ ψₕΣψₕ′, ψₕ the first row of Ψₕ. */
export function varDeviations({ weights, covariance, lags }: VarFit, horizon: number): Float64Array {
  const k = covariance.length;
  const psi: Float64Array[][] = [];
  let variance = 0;
  return Float64Array.from({ length: horizon }, (_, h) => {
    // Ψ₀ = I, Ψₕ = Σₗ AₗΨₕ₋ₗ; the next Ψ needs all rows.
    const now = Array.from({ length: k }, (_row, i) =>
      Float64Array.from({ length: k }, (_cell, j) => {
        if (h === 0) return Number(i === j);
        let sum = 0;
        for (let l = 1; l <= Math.min(lags, h); l++) {
          for (let m = 0; m < k; m++) sum += weights[i]![l - 1]![m]! * psi[h - l]![m]![j]!;
        }
        return sum;
      }),
    );
    psi.push(now);
    const row = now[0]!;
    for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) variance += row[a]! * covariance[a]![b]! * row[b]!;
    return Math.sqrt(Math.max(0, variance));
  });
}
