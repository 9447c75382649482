import { fitLine } from '../math/fit-line.ts';
import type { Meter } from '../meter.ts';
import { fitEts } from '../smoothing/fit-ets.ts';
import type { EtsFit } from '../smoothing/fit-ets.ts';

/** The straight line, and simple exponential smoothing of the theta-2 line, which has twice the local curvature. */
export interface ThetaFit {
  readonly intercept: number;
  readonly slope: number;
  readonly smoothing: EtsFit;
  readonly length: number;
}

/** Theta = 2: the curvature that the standard method doubles. */
const DOUBLED = 2;

/**
 * The standard Theta method of Assimakopoulos & Nikolopoulos 2000: mean of the least-squares line (theta 0) and of simple
 * exponential smoothing applied to the theta-2 line, `2y − line`. Null if smoothing finds no parameters.
 */
export function fitThetaLines(values: Float64Array, meter: Meter): ThetaFit | null {
  const { intercept, slope } = fitLine(values);
  const curved = values.map((value, t) => DOUBLED * value + (1 - DOUBLED) * (intercept + slope * (t + 1)));
  const smoothing = fitEts(curved, 1, { error: 'A', trend: 'N', season: 'N' }, { meter });
  return smoothing && { intercept, slope, smoothing, length: values.length };
}

/** Path h = 1 … horizon. */
export function thetaPath({ intercept, slope, smoothing, length }: ThetaFit, horizon: number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, i) => (smoothing.last.level + intercept + slope * (length + 1 + i)) / 2);
}

/** One step ahead in the sample. */
export function thetaFitted({ intercept, slope, smoothing, length }: ThetaFit, values: Float64Array): Float64Array {
  return Float64Array.from({ length }, (_, t) => {
    const line = intercept + slope * (t + 1);
    const curved = DOUBLED * values[t]! + (1 - DOUBLED) * line;
    return (line + curved - smoothing.errors[t]!) / 2;
  });
}
