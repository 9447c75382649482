import { median, percentile } from '../../book/index.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { deviation, mean } from '../stats/moments.ts';
import { APART, flagAbove, type Anomalies } from './types.ts';

export interface DistanceOptions {
  readonly threshold?: number;
  /** Number of earlier values that each value is compared with (sight `past`). By default the whole series is used. */
  readonly window?: number;
}

/** The usual range, where the distance is 0, and the unit of distances outside it. */
interface Usual {
  readonly low: number;
  readonly high: number;
  readonly unit: number;
}

/** A spread below this share of the values' magnitude is rounding error. */
const ROUNDING = 1e-12;

function distance(value: number, { low, high, unit }: Usual): number {
  const out = Math.max(0, low - value, value - high);
  if (out <= ROUNDING * Math.max(Math.abs(low), Math.abs(high))) return 0;
  return unit > ROUNDING * Math.max(Math.abs(low), Math.abs(high)) ? Math.min(out / unit, APART) : APART;
}

function judge(
  method: string,
  values: Values,
  { threshold, window }: Required<Pick<DistanceOptions, 'threshold'>> & DistanceOptions,
  usual: (x: Float64Array) => Usual,
): Anomalies {
  const x = checked(method, values, window === undefined ? 3 : 1);
  checkedOption(method, 'threshold', threshold, { min: 0 });
  if (window === undefined) {
    const all = usual(x);
    return flagAbove(
      method,
      x.map((value) => distance(value, all)),
      threshold,
      { judgedFrom: 0, sight: 'whole' },
    );
  }
  checkedOption(method, 'window', window, { min: 3, whole: true });
  const scores = x.map((value, i) => (i < window ? 0 : distance(value, usual(x.subarray(i - window, i)))));
  return flagAbove(method, scores, threshold, { judgedFrom: Math.min(window, x.length), sight: 'past' });
}

/**
 * z-score: |x − mean| / s.d. (n − 1). Default threshold 3. Because an outlier also widens the s.d., no score of a series of n values
 * exceeds (n − 1) / √n. With fewer than 11 values, no score exceeds 3 (Shiffler 1988).
 */
export const zScores = (values: Values, { threshold = 3, ...rest }: DistanceOptions = {}): Anomalies =>
  judge('zscore', values, { threshold, ...rest }, (x) => {
    const centre = mean(x);
    return { low: centre, high: centre, unit: deviation(x) };
  });

/** Median and mean absolute deviation of a normal distribution, divided by its s.d. */
const MAD_OF_NORMAL = 0.6745;
const MEAN_DEVIATION_OF_NORMAL = 1 / 1.253314;

/**
 * Robust z: 0.6745 |x − median| / MAD (Iglewicz & Hoaglin 1993), default threshold 3.5. If MAD is 0, because more than half of the
 * values are equal: |x − median| / (1.253314 · mean absolute deviation). Up to half of the values may be outliers.
 */
export const robustZScores = (values: Values, { threshold = 3.5, ...rest }: DistanceOptions = {}): Anomalies =>
  judge('robust_zscore', values, { threshold, ...rest }, (x) => {
    const centre = median(x)!;
    const sizes = x.map((value) => Math.abs(value - centre));
    const mad = median(sizes)!;
    return { low: centre, high: centre, unit: mad > 0 ? mad / MAD_OF_NORMAL : mean(sizes) / MEAN_DEVIATION_OF_NORMAL };
  });

/** Tukey's fences: distance outside [q25, q75] in interquartile ranges, default threshold 1.5 (Tukey 1977). */
export const iqrFences = (values: Values, { threshold = 1.5, ...rest }: DistanceOptions = {}): Anomalies =>
  judge('iqr', values, { threshold, ...rest }, (x) => {
    const sorted = x.slice().sort();
    const [low, high] = [percentile(sorted, 25)!, percentile(sorted, 75)!];
    return { low, high, unit: high - low };
  });
