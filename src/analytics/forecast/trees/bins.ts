import type { Rows } from '../tabular/rows.ts';

/** Maximum bins of values; missing values have a bin of their own, the last. */
const MOST_BINS = 255;
/** Minimum average number of rows in a bin, as in LightGBM. */
const ROWS_A_BIN = 3;
const BINS_IN_ANY_CASE = 64;

/** Rows with each feature cut into at most 255 bins, column after column. */
export interface Binned {
  readonly count: number;
  readonly width: number;
  /** The bin of row `i` in column `j` at `j * count + i`. */
  readonly bins: Uint8Array;
  /** Ascending upper edges of a column's bins, except the last bin: a value lies in the first bin whose edge is not below it. */
  readonly edges: readonly Float64Array[];
  /** Where a column's bins begin in a histogram of all columns; the last entry is the number of all bins. */
  readonly offsets: Int32Array;
  /** 1 for a column with missing values; their bin is the one after the last bin of values. */
  readonly missing: Uint8Array;
}

/** The midpoint, or `low` if rounding leaves no float between `low` and `high`. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle : low;
}

/** Edges that cut sorted values into at most `most` bins with about equal row counts, never between equal values. */
function edgesOf(sorted: Float64Array, most: number): Float64Array {
  const edges: number[] = [];
  const n = sorted.length;
  let binFrom = 0;
  let wanted = n / most;
  for (let i = 1; i < n; i++) {
    if (sorted[i] === sorted[i - 1] || i - binFrom < wanted) continue;
    edges.push(between(sorted[i - 1]!, sorted[i]!));
    if (edges.length >= most - 1) break;
    binFrom = i;
    wanted = (n - i) / (most - edges.length);
  }
  return Float64Array.from(edges);
}

function distinctEdges(sorted: Float64Array, most: number): Float64Array | null {
  const edges: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1]) continue;
    if (edges.length >= most - 1) return null;
    edges.push(between(sorted[i - 1]!, sorted[i]!));
  }
  return Float64Array.from(edges);
}

function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cuts every feature into at most `most` bins (2 to 255), fewer if there are few rows. Few distinct values get one bin each. */
export function binRows({ values, count, width }: Rows, most = MOST_BINS): Binned {
  const bins = new Uint8Array(count * width);
  const offsets = new Int32Array(width + 1);
  const missing = new Uint8Array(width);
  const column = new Float64Array(count);
  const few = Math.min(most, Math.max(BINS_IN_ANY_CASE, Math.floor(count / ROWS_A_BIN)));
  const edges = Array.from({ length: width }, (_, j) => {
    for (let i = 0; i < count; i++) column[i] = values[i * width + j]!;
    const present = column.filter((value) => !Number.isNaN(value)).sort();
    const found = distinctEdges(present, few) ?? edgesOf(present, few);
    missing[j] = present.length < count ? 1 : 0;
    for (let i = 0; i < count; i++) {
      bins[j * count + i] = Number.isNaN(column[i]) ? found.length + 1 : binOf(found, column[i]!);
    }
    offsets[j + 1] = offsets[j]! + found.length + 1 + missing[j];
    return found;
  });
  return { count, width, bins, edges, offsets, missing };
}
