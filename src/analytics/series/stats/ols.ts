/** A least-squares fit. */
export interface Fit {
  readonly coefficients: Float64Array;
  /** Standard errors, with s² = RSS / (n − k). */
  readonly errors: Float64Array;
  readonly residuals: Float64Array;
  /** Residual sum of squares. */
  readonly rss: number;
}

/** A column counts as dependent on the earlier columns if only this share of its norm remains. */
const DEPENDENT = 1e-10;

/**
 * Ordinary least squares of `y` on `columns` (add a column of ones for an intercept), by modified Gram–Schmidt with a
 * second pass. Null if columns are dependent or there are no more rows than columns.
 */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array): Fit | null {
  const [n, k] = [y.length, columns.length];
  if (n <= k) return null;
  const basis: Float64Array[] = [];
  const r = Array.from({ length: k }, () => new Float64Array(k));
  for (let j = 0; j < k; j++) {
    const column = columns[j]!.slice();
    const size = norm(column);
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < j; i++) {
        const part = dot(basis[i]!, column);
        r[i]![j] = r[i]![j]! + part;
        subtract(column, basis[i]!, part);
      }
    }
    const left = norm(column);
    if (!(left > size * DEPENDENT)) return null;
    r[j]![j] = left;
    basis.push(column.map((value) => value / left));
  }
  const residuals = y.slice();
  const projected = new Float64Array(k);
  for (let pass = 0; pass < 2; pass++) {
    for (let j = 0; j < k; j++) {
      const part = dot(basis[j]!, residuals);
      projected[j] = projected[j]! + part;
      subtract(residuals, basis[j]!, part);
    }
  }
  const coefficients = backSubstitute(r, projected);
  const rss = dot(residuals, residuals);
  const s = Math.sqrt(rss / (n - k));
  // (X'X)⁻¹ = R⁻¹ R⁻ᵀ: its diagonal is the squared length of the rows of R⁻¹.
  const squaredErrors = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    const unit = new Float64Array(k);
    unit[j] = 1;
    backSubstitute(r, unit).forEach((value, i) => (squaredErrors[i] = squaredErrors[i]! + value * value));
  }
  return { coefficients, errors: squaredErrors.map((value) => s * Math.sqrt(value)), residuals, rss };
}

/**
 * Residual sums of squares of `y` on the first column, the first two, and so on, with one fit for all nested models. A column that
 * depends on earlier columns changes nothing.
 */
export function nestedResiduals(columns: readonly Float64Array[], y: Float64Array): Float64Array {
  const basis: Float64Array[] = [];
  const residuals = y.slice();
  return Float64Array.from(columns, (given) => {
    const column = given.slice();
    const size = norm(column);
    for (let pass = 0; pass < 2; pass++) for (const one of basis) subtract(column, one, dot(one, column));
    const left = norm(column);
    if (left > size * DEPENDENT) {
      const unit = column.map((value) => value / left);
      basis.push(unit);
      subtract(residuals, unit, dot(unit, residuals));
    }
    return dot(residuals, residuals);
  });
}

function backSubstitute(r: readonly Float64Array[], right: Float64Array): Float64Array {
  const out = right.slice();
  for (let i = out.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < out.length; j++) out[i] = out[i]! - r[i]![j]! * out[j]!;
    out[i] = out[i]! / r[i]![i]!;
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

function subtract(from: Float64Array, direction: Float64Array, amount: number): void {
  for (let i = 0; i < from.length; i++) from[i] = from[i]! - amount * direction[i]!;
}

/** Line through values at 0, 1, 2 …: its level at 0, slope per step, R² (0 for a constant), and standard error of the slope. */
export function fitLine(values: ArrayLike<number>): { level: number; slope: number; r2: number; error: number } {
  const n = values.length;
  const middle = (n - 1) / 2;
  let [sum, cross, spread] = [0, 0, 0];
  for (let i = 0; i < n; i++) sum += values[i]!;
  const centre = sum / n;
  for (let i = 0; i < n; i++) {
    cross += (i - middle) * (values[i]! - centre);
    spread += (values[i]! - centre) ** 2;
  }
  const xx = (n * (n * n - 1)) / 12;
  const slope = n < 2 ? 0 : cross / xx;
  const explained = slope * cross;
  const rss = Math.max(0, spread - explained);
  return {
    level: centre - slope * middle,
    slope,
    r2: spread > 0 ? Math.min(1, explained / spread) : 0,
    error: n > 2 ? Math.sqrt(rss / (n - 2) / xx) : Number.NaN,
  };
}
