import { median } from '../../book/index.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { studentQuantile } from '../stats/special.ts';
import { stl } from '../structure/stl.ts';
import type { Anomalies } from './types.ts';

/** s.d. of a normal distribution divided by its median absolute deviation. */
const NORMAL_OF_MAD = 1.4826;

export interface EsdOptions {
  /** Largest share of values that may be anomalous, 0–0.49. */
  readonly maxShare?: number;
  readonly alpha?: number;
}

/**
 * Generalised extreme studentised deviate test (Rosner 1983) with median and MAD instead of mean and s.d. (hybrid: Hochenbaum,
 * Vallis & Kejariwal 2017). The farthest value is removed repeatedly; the last removed value above its critical value, and all removed
 * before it, are anomalies. Scores are |x − median| / (1.4826 MAD) over the whole series. Needs 8 values.
 */
export function hybridEsd(values: Values, { maxShare = 0.1, alpha = 0.05 }: EsdOptions = {}): Anomalies {
  const x = checked('Hybrid ESD', values, 8);
  checkedOption('Hybrid ESD', 'maxShare', maxShare, { min: 0, max: 0.49 });
  checkedOption('Hybrid ESD', 'alpha', alpha, { min: 0, max: 1 });
  const n = x.length;
  const left = Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
  const removed: number[] = [];
  let confirmed = 0;
  while (removed.length < Math.floor(maxShare * n)) {
    const { centre, spread } = centreOf(left.map((i) => x[i]!));
    if (!(spread > 0)) break;
    const [first, last] = [left[0]!, left[left.length - 1]!];
    const far = Math.abs(x[first]! - centre) > Math.abs(x[last]! - centre) ? first : last;
    const size = left.length;
    const t = studentQuantile(alpha / size, size - 2);
    const critical = ((size - 1) * t) / Math.sqrt((size - 2 + t * t) * size);
    removed.push(far === first ? left.shift()! : left.pop()!);
    if (Math.abs(x[far]! - centre) / spread > critical) confirmed = removed.length;
  }
  const whole = centreOf(Array.from(x).sort((a, b) => a - b));
  const scores = x.map((value) => (whole.spread > 0 ? Math.abs(value - whole.centre) / whole.spread : 0));
  const flagged = removed.slice(0, confirmed).sort((a, b) => a - b);
  const threshold = flagged.reduce((low, i) => Math.min(low, scores[i]!), Number.MAX_VALUE);
  return { method: 'hybrid_esd', scores, threshold, flagged, judgedFrom: 0, sight: 'whole' };
}

/** Median of ascending values, and their scaled median absolute deviation. */
function centreOf(rising: readonly number[]): { readonly centre: number; readonly spread: number } {
  const centre = (rising[(rising.length - 1) >> 1]! + rising[rising.length >> 1]!) / 2;
  return { centre, spread: NORMAL_OF_MAD * median(rising.map((value) => Math.abs(value - centre)))! };
}

/**
 * S-H-ESD: removes the season (robust STL) and the median, then applies hybrid ESD to the remainder (Hochenbaum & others 2017). Finds
 * values that are ordinary for the series but unusual for their phase of the season. Needs two cycles.
 */
export function seasonalEsd(values: Values, { period, ...options }: EsdOptions & { readonly period: number }): Anomalies {
  const x = checked('Seasonal ESD', values, Math.max(8, 2 * period));
  const { seasonal } = stl(x, { period, fit: 'robust' });
  return {
    ...hybridEsd(
      x.map((value, i) => value - seasonal[i]!),
      options,
    ),
    method: 'seasonal_esd',
  };
}
