import { seriesOptionInvalid } from '../errors.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';

export interface Warping {
  /** Sum of |a_i − b_j| along the cheapest path. */
  readonly distance: number;
  /** Pairs of indices (in `a`, in `b`) from the start to the end. */
  readonly path: readonly (readonly [number, number])[];
}

/** Maximum number of table cells, 8 bytes each. */
const MAX_CELLS = 25_000_000;

/**
 * Dynamic time warping: the order-preserving alignment of two series with the least cost (Sakoe & Chiba 1978), by steps of one in either
 * or both. `band`: maximum difference of aligned indices (unlimited by default), at least the difference in length.
 */
export function dtw(a: Values, b: Values, { band }: { readonly band?: number } = {}): Warping {
  const [x, y] = [checked('Time warping', a, 1), checked('Time warping', b, 1)];
  const longest = Math.max(x.length, y.length);
  const width = Math.max(
    checkedOption('Time warping', 'band', band ?? longest, { min: 0, whole: true }),
    Math.abs(x.length - y.length),
  );
  const across = Math.min(2 * width + 1, y.length + 1) + 2;
  if ((x.length + 1) * across > MAX_CELLS) {
    throw seriesOptionInvalid({
      what: 'Time warping',
      option: 'band',
      problem: `${x.length} by ${y.length} values with it need over ${MAX_CELLS} cells`,
    });
  }
  // Row i has the columns from first(i) on.
  const first = (i: number) => Math.max(0, i - width);
  const table = new Float64Array((x.length + 1) * across).fill(Number.POSITIVE_INFINITY);
  const at = (i: number, j: number) =>
    j < first(i) || j > i + width || i < 0 ? Number.POSITIVE_INFINITY : table[i * across + j - first(i)]!;
  table[0] = 0;
  for (let i = 1; i <= x.length; i++) {
    for (let j = Math.max(1, i - width); j <= Math.min(y.length, i + width); j++) {
      table[i * across + j - first(i)] = Math.abs(x[i - 1]! - y[j - 1]!) + Math.min(at(i - 1, j - 1), at(i - 1, j), at(i, j - 1));
    }
  }
  const path: [number, number][] = [];
  for (let [i, j] = [x.length, y.length]; i > 0 && j > 0;) {
    path.push([i - 1, j - 1]);
    const [both, up, left] = [at(i - 1, j - 1), at(i - 1, j), at(i, j - 1)];
    if (both <= up && both <= left) [i, j] = [i - 1, j - 1];
    else if (up <= left) i--;
    else j--;
  }
  return { distance: at(x.length, y.length), path: path.toReversed() };
}
