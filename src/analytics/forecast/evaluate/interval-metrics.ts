import { normalCdf } from '../../flow/index.ts';
import { mean } from '../math/moments.ts';
import { normalPdf } from '../math/normal-quantile.ts';
import { seasonalScale } from './point-metrics.ts';

type Values = ArrayLike<number>;

interface Interval {
  readonly lower: Values;
  readonly upper: Values;
}

function over(actual: Values, columns: readonly Values[], term: (i: number) => number): number {
  if (actual.length === 0 || columns.some((column) => column.length !== actual.length)) {
    throw new RangeError('a metric needs columns of equal, nonzero length');
  }
  return mean(Float64Array.from({ length: actual.length }, (_, i) => term(i)));
}

/** Share of values inside the interval, its ends included, 0–1. */
export const coverage = (actual: Values, { lower, upper }: Interval): number =>
  over(actual, [lower, upper], (i) => Number(actual[i]! >= lower[i]! && actual[i]! <= upper[i]!));

/** Interval score of Winkler 1972 at `level` percent: width, plus 2/α times the distance outside; in the series' unit. */
export function intervalScore(actual: Values, { lower, upper }: Interval, level: number): number {
  const penalty = 2 / (1 - level / 100);
  return over(actual, [lower, upper], (i) => {
    const below = Math.max(0, lower[i]! - actual[i]!);
    const above = Math.max(0, actual[i]! - upper[i]!);
    return upper[i]! - lower[i]! + penalty * (below + above);
  });
}

/** Mean scaled interval score of M4: the interval score over MASE's scale. Null if that scale is null. */
export function msis(actual: Values, interval: Interval, level: number, training: Values, period: number): number | null {
  const scale = seasonalScale(training, period);
  return scale === null ? null : intervalScore(actual, interval, level) / scale;
}

/** Pinball loss of a forecast of the quantile `tau`, 0–1, in the series' unit (Koenker & Bassett 1978). */
export const pinball = (actual: Values, quantile: Values, tau: number): number =>
  over(actual, [quantile], (i) => {
    const error = actual[i]! - quantile[i]!;
    return error >= 0 ? tau * error : (tau - 1) * error;
  });

/**
 * Continuous ranked probability score of normal forecasts, in the series' unit, 0 at best:
 * σ(z(2Φ(z) − 1) + 2φ(z) − 1/√π), Gneiting & Raftery 2007. With σ = 0 it is the absolute error.
 */
export const crpsNormal = (actual: Values, means: Values, deviations: Values): number =>
  over(actual, [means, deviations], (i) => {
    const [error, sigma] = [actual[i]! - means[i]!, deviations[i]!];
    if (!(sigma > 0)) return Math.abs(error);
    const z = error / sigma;
    return sigma * (z * (2 * normalCdf(z) - 1) + 2 * normalPdf(z) - 1 / Math.sqrt(Math.PI));
  });

/**
 * Continuous ranked probability score of samples: E|X − a| − ½E|X − X′|, the second term by sorting in O(n log n). `samples[i]` are
 * the draws for value i.
 */
export const crpsSample = (actual: Values, samples: readonly Values[]): number =>
  over(actual, [samples as unknown as Values], (i) => {
    const draws = Float64Array.from(samples[i]!).sort();
    const n = draws.length;
    const near = mean(draws.map((draw) => Math.abs(draw - actual[i]!)));
    const pairs = draws.reduce((sum, draw, rank) => sum + draw * (2 * rank - n + 1), 0);
    return near - pairs / (n * n);
  });
