/** Variances of noise, level and slope, as shares of a common unit; the unit is estimated after filtering. */
export interface Shares {
  readonly irregular: number;
  readonly level: number;
  readonly slope: number;
}

export interface Filtered {
  /** State predicted for the value after the last. */
  readonly level: number;
  readonly slope: number;
  /** Covariance of that state: var(level), cov(level, slope), var(slope). */
  readonly covariance: readonly [number, number, number];
  /** Innovations; NaN at the values used by the diffuse start. */
  readonly errors: Float64Array;
  /** Σ v²/F and Σ ln F over the innovations from index `from` on. */
  readonly sums: (from: number) => { readonly squares: number; readonly logs: number; readonly count: number };
}

/**
 * Kalman filter of the local level, or local linear trend, with an exactly diffuse start (Durbin & Koopman 2012, 5.2 and 2.9). The
 * first value, or the first two, determine the state, so its covariance has a closed form and needs no large number for infinity.
 */
export function filterStructural(values: Float64Array, { irregular, level, slope }: Shares, trend: 'none' | 'local'): Filtered {
  const n = values.length;
  const errors = new Float64Array(n).fill(Number.NaN);
  const variances = new Float64Array(n);
  const first = trend === 'none' ? 1 : 2;
  let [l, b] = trend === 'none' ? [values[0]!, 0] : [values[1]!, values[1]! - values[0]!];
  let [pl, pc, pb] = trend === 'none' ? [irregular, 0, 0] : [irregular, irregular, level + 2 * irregular + slope];
  const step = () => {
    l += b;
    pl += 2 * pc + pb + level;
    pc += pb;
    pb += trend === 'none' ? 0 : slope;
  };
  // The start already includes the slope's noise of the step to the second value.
  step();
  for (let t = first; t < n; t++) {
    const v = values[t]! - l;
    const f = pl + irregular;
    errors[t] = v;
    variances[t] = f;
    const [kl, kb] = [pl / f, pc / f];
    l += kl * v;
    b += kb * v;
    pb -= kb * pc;
    pc -= kl * pc;
    pl -= kl * pl;
    step();
  }
  const sums = (from: number) => {
    let [squares, logs] = [0, 0];
    for (let t = Math.max(first, from); t < n; t++) {
      squares += errors[t]! ** 2 / variances[t]!;
      logs += Math.log(variances[t]!);
    }
    return { squares, logs, count: n - Math.max(first, from) };
  };
  return { level: l, slope: b, covariance: [pl, pc, pb], errors, sums };
}
