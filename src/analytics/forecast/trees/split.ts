import type { Random } from '../../../core/random.ts';
import type { Binned } from './bins.ts';
import type { Growth } from './growth.ts';
import type { Histogram } from './histogram.ts';

/** A split: bins up to `bin` of `column` go left; missing values go left if `missingLeft`. */
export interface Split {
  readonly column: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  /** Twice the decrease of squared loss. */
  readonly gain: number;
  /** Sum of the gradients that go left. */
  readonly leftSum: number;
}

interface Node {
  readonly sum: number;
  readonly count: number;
}

/** A gain below this share of a node's own score is rounding error. */
const LEAST_GAIN = 1e-12;

/** The split that lowers squared loss most; null if no split leaves enough rows on both sides. */
export function bestSplit(
  histogram: Histogram,
  { offsets, edges, missing }: Binned,
  columns: Int32Array,
  { sum, count }: Node,
  { minRows, l2 }: Growth,
): Split | null {
  const own = (sum * sum) / (count + l2);
  let bestGain = LEAST_GAIN * own;
  let found = -1;
  let foundBin = 0;
  let foundMissing = 0;
  let foundSum = 0;
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c]!;
    const base = 2 * offsets[column]!;
    const last = edges[column]!.length;
    const misses = missing[column]!;
    // With missing values, the last bin is a possible split too: present against missing.
    const until = misses === 1 ? last + 1 : last;
    for (let side = 0; side <= misses; side++) {
      let leftSum = side === 1 ? histogram[base + 2 * (last + 1)]! : 0;
      let leftCount = side === 1 ? histogram[base + 2 * (last + 1) + 1]! : 0;
      for (let bin = 0; bin < until; bin++) {
        const at = base + 2 * bin;
        leftSum += histogram[at]!;
        leftCount += histogram[at + 1]!;
        if (leftCount < minRows) continue;
        const rightCount = count - leftCount;
        if (rightCount < minRows) break;
        const rightSum = sum - leftSum;
        const gain = (leftSum * leftSum) / (leftCount + l2) + (rightSum * rightSum) / (rightCount + l2) - own;
        if (gain > bestGain) {
          bestGain = gain;
          found = column;
          foundBin = bin;
          foundMissing = side;
          foundSum = leftSum;
        }
      }
    }
  }
  if (found < 0) return null;
  return {
    column: found,
    bin: foundBin,
    missingLeft: foundMissing === 1,
    gain: bestGain,
    leftSum: foundSum,
  };
}

/** The best of one random edge per column, drawn among the bins with rows (Geurts, Ernst & Wehenkel 2006, on bins). */
export function drawnSplit(
  histogram: Histogram,
  { offsets, edges }: Binned,
  columns: Int32Array,
  { sum, count }: Node,
  { minRows, l2 }: Growth,
  random: Random,
): Split | null {
  const own = (sum * sum) / (count + l2);
  let best: Split | null = null;
  for (const column of columns) {
    const base = 2 * offsets[column]!;
    let first = 0;
    let last = edges[column]!.length;
    while (first < last && histogram[base + 2 * first + 1] === 0) first += 1;
    while (last > first && histogram[base + 2 * last + 1] === 0) last -= 1;
    if (first === last) continue;
    const bin = first + Math.floor(random() * (last - first));
    let leftSum = 0;
    let leftCount = 0;
    for (let k = first; k <= bin; k++) {
      leftSum += histogram[base + 2 * k]!;
      leftCount += histogram[base + 2 * k + 1]!;
    }
    if (leftCount < minRows || count - leftCount < minRows) continue;
    const gain = leftSum ** 2 / (leftCount + l2) + (sum - leftSum) ** 2 / (count - leftCount + l2) - own;
    if (gain > (best?.gain ?? LEAST_GAIN * own)) best = { column, bin, missingLeft: false, gain, leftSum };
  }
  return best;
}
