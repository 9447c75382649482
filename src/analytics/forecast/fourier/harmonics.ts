import { fitLine, leastSquares, periodogram } from '../../series/index.ts';

export interface HarmonicFit {
  /** Frequencies, in cycles per used part of the series. */
  readonly frequencies: readonly number[];
  /** Length of the used part: the newest full periods. */
  readonly used: number;
  readonly coefficients: Float64Array;
  readonly fitted: Float64Array;
  /** Variance of the residuals. */
  readonly sigma2: number;
  readonly ahead: (horizon: number) => Float64Array;
}

export interface HarmonicOptions {
  /** Maximum number of frequencies to keep. */
  readonly most: number;
  readonly trend: 'linear' | 'none';
}

/** Probability of keeping a frequency of white noise. */
const ALPHA = 0.05;

/**
 * Frequencies that pass Fisher's 1929 test against white noise, strongest first: p ≈ m(1 − g)^(m − 1), with g the share of the largest
 * of the m remaining ordinates.
 */
function strongest(power: Float64Array, most: number): readonly number[] {
  const left = new Map(Array.from(power, (value, k) => [k, value] as const).filter(([k]) => k > 0));
  let total = [...left.values()].reduce((sum, value) => sum + value, 0);
  const floor = total * 1e-12;
  const out: number[] = [];
  while (out.length < most && left.size > 1 && total > floor) {
    const [k, value] = [...left].reduce((best, one) => (one[1] > best[1] ? one : best));
    if (left.size * (1 - Math.min(1, value / total)) ** (left.size - 1) > ALPHA) break;
    out.push(k);
    left.delete(k);
    total -= value;
  }
  return out;
}

/**
 * Extrapolates a line and the strongest harmonics, fitted by least squares. The trend is removed before the spectrum is computed,
 * because its jump from the end to the start would look like cycles. With a period, only the newest full periods are used, so that
 * the season falls on a frequency. Null if least squares has no solution.
 */
export function fitHarmonics(values: Float64Array, period: number, { most, trend }: HarmonicOptions): HarmonicFit | null {
  const whole = period > 1 && values.length >= 2 * period ? values.length - (values.length % period) : values.length;
  const recent = values.subarray(values.length - whole);
  const line = trend === 'linear' ? fitLine(recent) : { level: recent.reduce((sum, value) => sum + value, 0) / whole, slope: 0 };
  const flat = recent.map((value, t) => value - line.level - line.slope * t);
  const size = recent.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const rounding = flat.every((value) => Math.abs(value) <= 1e-12 * size);
  const room = Math.floor((whole - 4) / 3);
  const frequencies = rounding ? [] : strongest(periodogram(flat), Math.max(0, Math.min(most, room)));
  const columnsOf = (from: number, length: number): readonly Float64Array[] => [
    new Float64Array(length).fill(1),
    ...(trend === 'linear' ? [Float64Array.from({ length }, (_, i) => (from + i) / whole)] : []),
    ...frequencies.flatMap((k) => {
      const angle = (i: number) => (2 * Math.PI * k * (from + i)) / whole;
      const cosine = Float64Array.from({ length }, (_, i) => Math.cos(angle(i)));
      // At half the sampling rate the sine is 0 everywhere.
      return 2 * k === whole ? [cosine] : [cosine, Float64Array.from({ length }, (_, i) => Math.sin(angle(i)))];
    }),
  ];
  const columns = columnsOf(0, whole);
  const found = leastSquares(columns, Float64Array.from(recent));
  if (found === null) return null;
  const sumAt = (parts: readonly Float64Array[], i: number) =>
    parts.reduce((sum, column, j) => sum + column[i]! * found.coefficients[j]!, 0);
  return {
    frequencies,
    used: whole,
    coefficients: found.coefficients,
    fitted: values.map((_, t) => (t < values.length - whole ? Number.NaN : sumAt(columns, t - values.length + whole))),
    sigma2: found.rss / (whole - columns.length),
    ahead: (horizon) => {
      const parts = columnsOf(whole, horizon);
      return Float64Array.from({ length: horizon }, (_, i) => sumAt(parts, i));
    },
  };
}
