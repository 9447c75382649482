import { leastSquares } from '../../series/index.ts';

const MOST_ROUNDS = 100;
const TOLERANCE = 1e-10;

/**
 * Iteratively reweighted least squares, each row weighted by the inverse of its own fit: Fisher scoring of the gamma quasi-likelihood.
 * Null if a fit isn't positive.
 */
function scored(columns: readonly Float64Array[], targets: Float64Array): Float64Array | null {
  const middle = targets.reduce((sum, value) => sum + value, 0) / targets.length;
  let fitted = targets.map(() => middle);
  let before: Float64Array | null = null;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const scale = (column: Float64Array) => column.map((value, i) => value / fitted[i]!);
    const fit = leastSquares(columns.map(scale), scale(targets));
    if (fit === null) return null;
    const { coefficients } = fit;
    // A fit that would fall to 0 stays at a small share of the mean, so that the next round can raise it.
    fitted = targets.map((_, i) =>
      Math.max(
        1e-3 * middle,
        columns.reduce((sum, column, j) => sum + column[i]! * coefficients[j]!, 0),
      ),
    );
    const size = Math.max(...coefficients.map(Math.abs));
    if (before !== null && coefficients.every((value, j) => Math.abs(value - before![j]!) <= TOLERANCE * size))
      return coefficients;
    before = coefficients;
  }
  return before;
}

/**
 * Non-negative coefficients with the lowest in-sample QLIKE: they minimise Σ y/f + ln f, with f the weighted sum of `columns`. The first
 * column must be ones. Coefficients that would be negative are left out, the most negative first. `noise` is 0, because the mean itself
 * is fitted. Null if no fit is found.
 */
export function fitByQlike(
  columns: readonly Float64Array[],
  targets: Float64Array,
): { readonly coefficients: Float64Array; readonly noise: number } | null {
  let kept = columns.map((_, j) => j);
  while (kept.length > 0) {
    const found = scored(
      kept.map((j) => columns[j]!),
      targets,
    );
    if (found === null) return null;
    // In the unit of the target, so that an intercept and a weight can be compared.
    const sizes = found.map((value, r) => value * columns[kept[r]!]!.reduce((sum, each) => sum + Math.abs(each), 0));
    const lowest = sizes.indexOf(Math.min(...sizes));
    if (sizes[lowest]! >= 0) {
      const coefficients = new Float64Array(columns.length);
      kept.forEach((j, r) => (coefficients[j] = found[r]!));
      return { coefficients, noise: 0 };
    }
    kept = kept.filter((_, r) => r !== lowest);
  }
  return null;
}
