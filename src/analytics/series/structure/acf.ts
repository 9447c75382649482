import { checked, checkedOption, type Values } from '../stats/check.ts';
import { laggedProducts } from '../stats/fft.ts';
import { isConstant, mean } from '../stats/moments.ts';
import { chiSquareTail } from '../stats/special.ts';

/** Products up to which direct sums are faster than two transforms. */
const MOST_PRODUCTS = 1 << 21;

/** Sums of lagged products of centred values, directly or by transforms. */
function productsOf(flat: Float64Array, last: number): Float64Array {
  if (flat.length * (last + 1) > MOST_PRODUCTS) return laggedProducts(flat, last);
  const out = new Float64Array(last + 1);
  for (let lag = 0; lag <= last; lag++) {
    let sum = 0;
    for (let i = lag; i < flat.length; i++) sum += flat[i]! * flat[i - lag]!;
    out[lag] = sum;
  }
  return out;
}

/**
 * Autocorrelation at lags 0 … `maxLag`, −1…1, by the usual estimator that divides by n at every lag (Box & Jenkins).
 * Null if the values are constant. `maxLag` is at most n − 1.
 */
export function acf(values: Values, maxLag: number): Float64Array | null {
  const x = checked('Autocorrelation', values, 2);
  const last = Math.min(checkedOption('Autocorrelation', 'maxLag', maxLag, { min: 0, whole: true }), x.length - 1);
  if (isConstant(x)) return null;
  const centre = mean(x);
  const out = productsOf(
    x.map((value) => value - centre),
    last,
  );
  const power = out[0]!;
  return out.map((sum) => sum / power);
}

/** Partial autocorrelation at lags 0 … `maxLag` (1 at 0), by the Durbin–Levinson recursion on `acf`. Null if constant. */
export function pacf(values: Values, maxLag: number): Float64Array | null {
  const r = acf(values, maxLag);
  if (r === null) return null;
  const out = Float64Array.of(1, ...new Float64Array(r.length - 1));
  let phi = new Float64Array(0);
  let left = 1;
  for (let k = 1; k < r.length; k++) {
    let top = r[k]!;
    for (let j = 1; j < k; j++) top -= phi[j - 1]! * r[k - j]!;
    const last = left > 0 ? top / left : 0;
    phi = Float64Array.from({ length: k }, (_, j) => (j === k - 1 ? last : phi[j]! - last * phi[k - 2 - j]!));
    left *= 1 - last * last;
    out[k] = last;
  }
  return out;
}

/**
 * Half-widths of the confidence band around 0 for the autocorrelations `r`, each if those at smaller lags are true:
 * z √((1 + 2 Σ_{j<lag} r_j²) / n) (Bartlett 1946).
 */
export function bartlettBands(r: Float64Array, n: number, z: number): Float64Array {
  let sum = 0;
  return r.map((value, lag) => {
    const band = z * Math.sqrt((1 + 2 * sum) / n);
    if (lag > 0) sum += value * value;
    return band;
  });
}

/**
 * Ljung–Box test that the first `lags` autocorrelations are 0: Q = n (n + 2) Σ r_k² / (n − k), χ² with `lags − fitted` degrees of
 * freedom. `fitted`: number of fitted parameters if the values are residuals of a model. Null if constant.
 */
export function ljungBox(
  values: Values,
  { lags, fitted = 0 }: { readonly lags: number; readonly fitted?: number },
): { readonly statistic: number; readonly pValue: number } | null {
  const r = acf(values, lags);
  if (r === null) return null;
  checkedOption('The Ljung–Box test', 'fitted', fitted, { min: 0, max: r.length - 2, whole: true });
  const n = values.length;
  let statistic = 0;
  for (let k = 1; k < r.length; k++) statistic += (n * (n + 2) * r[k]! ** 2) / (n - k);
  return { statistic, pValue: chiSquareTail(statistic, r.length - 1 - fitted) };
}
