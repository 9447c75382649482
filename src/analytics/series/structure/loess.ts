/** Settings of a LOESS pass. */
export interface LoessOptions {
  /** Points in the window, odd. */
  readonly window: number;
  readonly degree: 0 | 1;
  /** Fit at every `jump`-th point and interpolate linearly; 1 fits at every point. */
  readonly jump: number;
  /** Weights of the points, 0–1; null means that every weight is 1. */
  readonly weights: Float64Array | null;
}

/** Points within the first share of the bandwidth have full weight; points beyond the second have weight 0. */
const [NEAR, FAR] = [0.001, 0.999];

/**
 * The value at `at` of a line (or a level) fitted to y[from … to] with tricube weights; Cleveland 1979.
 * Null if all weights are 0.
 */
export function loessAt(
  y: Float64Array,
  at: number,
  from: number,
  to: number,
  { window, degree, weights }: LoessOptions,
): number | null {
  const n = y.length;
  const width = Math.max(at - from, to - at) + (window > n ? Math.floor((window - n) / 2) : 0);
  const w = new Float64Array(to - from + 1);
  let total = 0;
  for (let j = from; j <= to; j++) {
    const distance = Math.abs(j - at);
    if (distance > FAR * width) continue;
    const tricube = distance <= NEAR * width ? 1 : (1 - (distance / width) ** 3) ** 3;
    const weight = tricube * (weights?.[j] ?? 1);
    w[j - from] = weight;
    total += weight;
  }
  if (total <= 0) return null;
  let centre = 0;
  for (let j = from; j <= to; j++) centre += (w[j - from]! / total) * j;
  let spread = 0;
  for (let j = from; j <= to; j++) spread += (w[j - from]! / total) * (j - centre) ** 2;
  const sloped = degree === 1 && width > 0 && Math.sqrt(spread) > NEAR * (n - 1);
  const tilt = sloped ? (at - centre) / spread : 0;
  let value = 0;
  for (let j = from; j <= to; j++) value += (w[j - from]! / total) * (1 + tilt * (j - centre)) * y[j]!;
  return value;
}

/** Smooths y at every point. If the window is wider than the series, the whole series is used and the bandwidth grows. */
export function loess(y: Float64Array, options: LoessOptions): Float64Array {
  const n = y.length;
  if (n < 2) return y.slice();
  const { window } = options;
  const jump = Math.min(options.jump, n - 1);
  const half = Math.floor((window + 1) / 2);
  const out = new Float64Array(n);
  const fitAt = (i: number) => {
    const from = window >= n ? 0 : Math.min(Math.max(i - half + 1, 0), n - window);
    const to = window >= n ? n - 1 : from + window - 1;
    out[i] = loessAt(y, i, from, to, options) ?? y[i]!;
  };
  let last = 0;
  for (let i = 0; i < n; i += jump) {
    fitAt(i);
    between(out, last, i);
    last = i;
  }
  if (last !== n - 1) {
    fitAt(n - 1);
    between(out, last, n - 1);
  }
  return out;
}

function between(out: Float64Array, from: number, to: number): void {
  const slope = (out[to]! - out[from]!) / (to - from);
  for (let j = from + 1; j < to; j++) out[j] = out[from]! + slope * (j - from);
}
