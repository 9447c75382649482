import { checked, checkedOption, type Values } from '../stats/check.ts';
import { deviation, isConstant } from '../stats/moments.ts';
import { periodogram } from '../stats/fft.ts';

/**
 * Sample entropy (Richman & Moorman 2000): −ln(A / B). B is the number of pairs of length-`m` templates whose values all differ by at
 * most r = `tolerance` · s.d. A is the number of pairs that still match at length m + 1. Both use the same n − m starts. 0 is a perfect
 * repetition. Null if the series is constant or no pair matches. Quadratic in n.
 */
export function sampleEntropy(
  values: Values,
  { m = 2, tolerance = 0.2 }: { readonly m?: number; readonly tolerance?: number } = {},
): number | null {
  checkedOption('Sample entropy', 'm', m, { min: 1, whole: true });
  const x = checked('Sample entropy', values, m + 2);
  if (isConstant(x)) return null;
  const r = tolerance * deviation(x);
  const starts = x.length - m;
  let [a, b] = [0, 0];
  for (let i = 0; i < starts; i++) {
    for (let j = i + 1; j < starts; j++) {
      let k = 0;
      while (k < m && Math.abs(x[i + k]! - x[j + k]!) <= r) k++;
      if (k < m) continue;
      b++;
      if (Math.abs(x[i + m]! - x[j + m]!) <= r) a++;
    }
  }
  return a > 0 ? Math.log(b / a) : null;
}

/**
 * Permutation entropy (Bandt & Pompe 2002) over the orders of `m` neighbours, divided by ln m!. 0 is monotone; 1 means that all orders
 * are equally frequent. Ties keep their order in time. Null with fewer than m values.
 */
export function permutationEntropy(values: Values, { m = 3 }: { readonly m?: number } = {}): number | null {
  checkedOption('Permutation entropy', 'm', m, { min: 2, max: 7, whole: true });
  const x = checked('Permutation entropy', values);
  if (x.length < m) return null;
  const counts = new Map<string, number>();
  for (let i = 0; i + m <= x.length; i++) {
    const order = Array.from({ length: m }, (_, k) => k).sort((a, b) => x[i + a]! - x[i + b]! || a - b);
    counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
  }
  let orders = 1;
  for (let k = 2; k <= m; k++) orders *= k;
  return entropyOf([...counts.values()]) / Math.log(orders);
}

/** −Σ p ln p of counts or weights. */
function entropyOf(weights: ArrayLike<number>): number {
  const total = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  return Array.from(weights).reduce((sum, weight) => (weight > 0 ? sum - (weight / total) * Math.log(weight / total) : sum), 0);
}

export interface Spectrum {
  /** Total power without the mean, about the population variance · n / 2, in squared units. */
  readonly energy: number;
  /** Mean frequency weighted by power, in cycles per step, 0–½. */
  readonly centroid: number;
  /** Entropy of the power over the frequencies / ln of their number: 0 is one cycle, 1 white noise. */
  readonly entropy: number;
}

/** Summary of the periodogram; null if the series is constant or has fewer than 4 values. */
export function spectrum(values: Values): Spectrum | null {
  const x = checked('The spectrum', values);
  if (x.length < 4 || isConstant(x)) return null;
  const centre = x.reduce((sum, value) => sum + value, 0) / x.length;
  const power = periodogram(x.map((value) => value - centre)).subarray(1);
  const energy = power.reduce((sum, value) => sum + value, 0);
  const centroid = power.reduce((sum, value, k) => sum + (value * (k + 1)) / x.length, 0) / energy;
  return { energy, centroid, entropy: entropyOf(power) / Math.log(power.length) };
}
