/** Whether seasonal parts multiply the level or add to it. */
export type SeasonKind = 'multiplicative' | 'additive';

/** Centred moving average over one season (2×m for an even period); NaN if the window leaves the series. */
export function centredAverage(values: Float64Array, period: number): Float64Array {
  const half = period >> 1;
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (let i = half; i < values.length - half; i++) {
    let sum = 0;
    for (let k = -half; k <= half; k++) sum += values[i + k]!;
    if (period % 2 === 0) sum -= (values[i - half]! + values[i + half]!) / 2;
    out[i] = sum / period;
  }
  return out;
}

/**
 * Seasonal indices of the classical decomposition, index `t mod period` for value t from 0, as R's `decompose`: means of the
 * ratios (or differences) to the centred average, scaled to mean 1 (or 0). Needs two full periods.
 * Null if a multiplicative index is undefined, because it needs positive averages.
 */
export function seasonalIndices(values: Float64Array, period: number, kind: SeasonKind): Float64Array | null {
  const trend = centredAverage(values, period);
  const sums = new Float64Array(period);
  const counts = new Int32Array(period);
  for (let i = 0; i < values.length; i++) {
    const level = trend[i]!;
    if (Number.isNaN(level)) continue;
    if (kind === 'multiplicative' && !(level > 0)) return null;
    sums[i % period]! += kind === 'multiplicative' ? values[i]! / level : values[i]! - level;
    counts[i % period]! += 1;
  }
  if (counts.includes(0)) return null;
  const indices = sums.map((sum, j) => sum / counts[j]!);
  const centre = indices.reduce((sum, index) => sum + index, 0) / period;
  return kind === 'multiplicative' ? indices.map((index) => index / centre) : indices.map((index) => index - centre);
}

/** Removes the season. */
export const withoutSeason = (values: Float64Array, indices: Float64Array, kind: SeasonKind): Float64Array =>
  values.map((value, i) =>
    kind === 'multiplicative' ? value / indices[i % indices.length]! : value - indices[i % indices.length]!,
  );

/** Restores the season on a path that begins at time index `from`. */
export const withSeason = (path: Float64Array, indices: Float64Array, kind: SeasonKind, from: number): Float64Array =>
  path.map((value, i) => {
    const index = indices[(from + i) % indices.length]!;
    return kind === 'multiplicative' ? value * index : value + index;
  });
