import { checked, checkedOption, type Values } from '../stats/check.ts';

/**
 * Two-sample Kolmogorov–Smirnov: the largest distance of the two distribution functions, 0–1, and its p by Kolmogorov's
 * series with Stephens' (1970) correction. Assumes independent values; autocorrelation makes p too small. Needs 4 values in each sample.
 */
export function kolmogorovSmirnov(reference: Values, current: Values): { readonly statistic: number; readonly pValue: number } {
  const a = checked('Kolmogorov–Smirnov', reference, 4).sort();
  const b = checked('Kolmogorov–Smirnov', current, 4).sort();
  let [i, j, statistic] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    statistic = Math.max(statistic, Math.abs(i / a.length - j / b.length));
  }
  const root = Math.sqrt((a.length * b.length) / (a.length + b.length));
  return { statistic, pValue: kolmogorovTail((root + 0.12 + 0.11 / root) * statistic) };
}

/** 2 Σ (−1)^(k−1) e^(−2 k² λ²). */
function kolmogorovTail(lambda: number): number {
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, 2 * sum));
}

interface Shares {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/** Shares of both samples in bins with equal parts of the reference; ties can reduce the number of bins. */
function binned(what: string, reference: Values, current: Values, bins: number): Shares {
  checkedOption(what, 'bins', bins, { min: 2, max: 1000, whole: true });
  const a = checked(what, reference, 2 * bins).sort();
  const b = checked(what, current, 2 * bins);
  // Edges are sample values, so that rounding can't move a tie into another bin.
  const edges = [...new Set(Array.from({ length: bins - 1 }, (_, i) => a[Math.ceil(((i + 1) * a.length) / bins) - 1]!))];
  // The only edge of a constant reference is its value, so larger values still fall into another bin.
  const binOf = (value: number) => edges.filter((edge) => value > edge).length + (value < a[0]! ? edges.length + 1 : 0);
  const share = (x: Float64Array) => {
    const out = new Float64Array(2 * (edges.length + 1));
    for (const value of x) out[binOf(value)] = out[binOf(value)]! + 1 / x.length;
    return out;
  };
  return { reference: share(a), current: share(b) };
}

/** Count used for an empty bin, so that the logarithm exists. */
const HALF_VALUE = 0.5;

/**
 * Population stability index Σ (q − p) ln(q / p) over `bins` quantile bins of the reference; below 0.1 stable, above 0.25 shifted
 * (Siddiqi 2006). Without a change it is about (bins − 1)(1/n + 1/m), so small samples look shifted.
 */
export function populationStability(reference: Values, current: Values, { bins = 10 }: { readonly bins?: number } = {}): number {
  const shares = binned('The population stability index', reference, current, bins);
  const [n, m] = [HALF_VALUE / reference.length, HALF_VALUE / current.length];
  return shares.reference.reduce((sum, share, i) => {
    const own = shares.current[i]!;
    if (share === 0 && own === 0) return sum;
    const [p, q] = [Math.max(share, n), Math.max(own, m)];
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/** Jensen–Shannon divergence in bits, 0–1, over `bins` quantile bins of the reference (Lin 1991). 0 is equal, 1 has no bin in common. */
export function jensenShannon(reference: Values, current: Values, { bins = 10 }: { readonly bins?: number } = {}): number {
  const { reference: p, current: q } = binned('Jensen–Shannon', reference, current, bins);
  const towards = (a: number, b: number) => (a > 0 ? a * Math.log2((2 * a) / (a + b)) : 0);
  const sum = p.reduce((total, share, i) => total + towards(share, q[i]!) + towards(q[i]!, share), 0);
  return Math.min(1, Math.max(0, sum / 2));
}
