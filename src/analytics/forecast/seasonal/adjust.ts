import { seasonalIndices, withSeason, withoutSeason } from './classical.ts';
import type { SeasonKind } from './classical.ts';
import { hasSeason } from './season-test.ts';

/** A series without its season, and functions that restore the season on a path after the end. */
export interface Adjusted {
  readonly values: Float64Array;
  readonly kind: SeasonKind | 'none';
  /** Factor of the season on an error, `step` steps ahead from 1. */
  readonly factor: (step: number) => number;
  readonly restore: (path: Float64Array) => Float64Array;
  /** Restores the season on values in the sample. */
  readonly restoreSample: (path: Float64Array) => Float64Array;
}

/** Smallest multiplicative index used as a divisor, as in R's `forecast`. */
const SMALLEST_INDEX = 0.01;

const plain = (values: Float64Array): Adjusted => ({
  values,
  kind: 'none',
  factor: () => 1,
  restore: (path) => path,
  restoreSample: (path) => path,
});

/** Removes the season of the requested kind. Multiplicative becomes additive if a value isn't positive or an index is too small. */
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

/** Removes the season, multiplicative by default, if the test finds one: the protocol of the M3 and M4 benchmarks. */
export const adjustIfSeasonal = (values: Float64Array, period: number, wanted: SeasonKind = 'multiplicative'): Adjusted =>
  hasSeason(values, period) ? adjust(values, period, wanted) : plain(values);
