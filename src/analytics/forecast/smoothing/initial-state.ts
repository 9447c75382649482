import { fitLine } from '../math/fit-line.ts';
import { mean } from '../math/moments.ts';
import { seasonalIndices, withoutSeason } from '../seasonal/classical.ts';
import type { State } from './sweep.ts';
import type { Structure } from './structure.ts';

/** Minimum number of values for estimating the initial level and slope (Hyndman and others 2008, section 2.6.1). */
const START_WINDOW = 10;
const SMALLEST_INDEX = 0.01;

/** Indices of at least `SMALLEST_INDEX` that still have mean 1, because the last one follows from the others. */
function raised(indices: Float64Array): Float64Array {
  const least = indices.map((index) => Math.max(index, SMALLEST_INDEX));
  return least.every((index, j) => index === indices[j]) ? indices : least.map((index) => index / mean(least));
}

/** A first guess of the state before the first value: classical seasonal indices, then a line through the first values. */
export function initialState(values: Float64Array, period: number, structure: Structure): State | null {
  const { season, trend } = structure;
  let indices: Float64Array = new Float64Array(0);
  let adjusted = values;
  if (season !== 'N') {
    const kind = season === 'M' ? 'multiplicative' : 'additive';
    const found = seasonalIndices(values, period, kind);
    if (found === null) return null;
    indices = season === 'M' ? raised(found) : found;
    adjusted = withoutSeason(values, indices, kind);
  }
  const window = Math.min(Math.max(START_WINDOW, 2 * period), values.length);
  if (trend === 'N') return { level: mean(adjusted.subarray(0, window)), slope: 0, season: indices };
  const { intercept, slope } = fitLine(adjusted, window);
  return { level: intercept, slope, season: indices };
}
