import { seasonalIndices, withSeason, withoutSeason } from './classical.ts';
import type { SeasonKind } from './classical.ts';
import { hasSeason } from './season-test.ts';

/** A series without its season, and functions that restore the season on a path after the end. */
export interface Adjusted {
  readonly values: Float64Array;
  readonly kind: SeasonKind | 'none';
  /** Effect of the season on a unit error, h steps ahead from 1. */
  readonly factor: (step: number) => number;
  readonly restore: (path: Float64Array) => Float64Array;
  /** Puts the season back on values in the sample. */
  readonly restoreSample: (path: Float64Array) => Float64Array;
}

/** The smallest multiplicative index that may be divided by; R's `forecast` keeps the same distance from 0. */
const SMALLEST_INDEX = 0.01;

const plain = (values: Float64Array): Adjusted => ({
  values,
  kind: 'none',
  factor: () => 1,
  restore: (path) => path,
  restoreSample: (path) => path,
});

/** Removes the season of the requested kind, optionally after a test. Multiplicative turns to additive where values aren't positive. */
export function adjust(values: Float64Array, period: number, wanted: SeasonKind): Adjusted {
  const kind = wanted === 'multiplicative' && values.every((value) => value > 0) ? 'multiplicative' : 'additive';
  const indices = seasonalIndices(values, period, kind);
  if (indices === null) return plain(values);
  if (kind === 'multiplicative' && indices.some((index) => index < SMALLEST_INDEX)) return adjust(values, period, 'additive');
  const n = values.length;
  return {
    values: withoutSeason(values, indices, kind),
    kind,
    factor: (step) => (kind === 'multiplicative' ? indices[(n + step - 1) % period]! : 1),
    restore: (path) => withSeason(path, indices, kind, n),
    restoreSample: (path) => withSeason(path, indices, kind, 0),
  };
}

/** The protocol of the M3 and M4 benchmarks: take out a multiplicative season where the test finds one. */
export const adjustIfSeasonal = (values: Float64Array, period: number, wanted: SeasonKind = 'multiplicative'): Adjusted =>
  hasSeason(values, period) ? adjust(values, period, wanted) : plain(values);
