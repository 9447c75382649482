import { median } from '../../book/index.ts';
import { checked, type Values } from '../stats/check.ts';

/** Up to this length all slopes are stored and sorted; for longer series the median is found by counting. */
const HELD = 200;

/**
 * Sen's slope: the median of (x_j − x_i) / (j − i) over all pairs i < j, per step, and the corresponding level at 0,
 * median(x) − slope · (n − 1) / 2 (Conover 1980). Robust to up to 29 % of outliers. Needs 2 values.
 */
export function senSlope(values: Values): { readonly slope: number; readonly level: number } {
  const x = checked('Sen’s slope', values, 2);
  const n = x.length;
  const slope = n <= HELD ? median(allSlopes(x))! : medianByCounting(x);
  return { slope, level: median(x)! - (slope * (n - 1)) / 2 };
}

function allSlopes(x: Float64Array): Float64Array {
  const out = new Float64Array((x.length * (x.length - 1)) / 2);
  let k = 0;
  for (let i = 0; i < x.length; i++) for (let j = i + 1; j < x.length; j++) out[k++] = (x[j]! - x[i]!) / (j - i);
  return out;
}

/**
 * The slope θ is the k-th smallest if k pairs have x_j − θ j <= x_i − θ i. A merge sort counts such pairs, so bisection over θ costs
 * n log n per step, instead of n² for all slopes.
 */
function medianByCounting(x: Float64Array): number {
  const pairs = (x.length * (x.length - 1)) / 2;
  const [lower, upper] = [Math.floor((pairs + 1) / 2), Math.floor(pairs / 2) + 1];
  const first = kthSlope(x, lower);
  return lower === upper ? first : (first + kthSlope(x, upper)) / 2;
}

function kthSlope(x: Float64Array, k: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 1; i < x.length; i++) {
    const step = x[i]! - x[i - 1]!;
    low = Math.min(low, step);
    high = Math.max(high, step);
  }
  // All slopes lie between the smallest and largest one-step slope.
  while (low < high) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (countAtMost(x, middle) >= k) high = middle;
    else low = middle;
  }
  return countAtMost(x, low) >= k ? low : high;
}

/** Pairs i < j whose slope is at most θ. */
function countAtMost(x: Float64Array, theta: number): number {
  return mergeCount(
    x.map((value, i) => value - theta * i),
    new Float64Array(x.length),
    0,
    x.length,
  );
}

function mergeCount(list: Float64Array, spare: Float64Array, from: number, to: number): number {
  if (to - from < 2) return 0;
  const middle = (from + to) >> 1;
  let count = mergeCount(list, spare, from, middle) + mergeCount(list, spare, middle, to);
  for (let i = from, j = middle, k = from; k < to; k++) {
    const right = i >= middle || (j < to && list[j]! <= list[i]!);
    if (right && i < middle) count += middle - i;
    spare[k] = right ? list[j++]! : list[i++]!;
  }
  list.set(spare.subarray(from, to), from);
  return count;
}
