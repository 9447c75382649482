import { checkedOption } from '../stats/check.ts';
import { findGaps, type Gap, type Grid } from './grid.ts';

/**
 * How to fill a gap, by name:
 * - `previous`: the last value before the gap (uses the past only);
 * - `linear`: a straight line between the gap's neighbours (**looks ahead**: not for decisions in real time);
 * - `seasonal`: the value one period earlier, itself possibly filled (uses the past only);
 * - `zero`: for counts and volumes, if a missing value means that nothing happened.
 */
export type Filler =
  | { readonly by: 'previous' | 'linear' | 'zero' }
  | { readonly by: 'seasonal'; /** in steps */ readonly period: number };

export interface Filled extends Grid {
  /** The gaps that were filled. */
  readonly filled: readonly Gap[];
  /** Gaps left open: too long, or without the neighbours that the filler needs. */
  readonly left: readonly Gap[];
}

function fillGap(values: Float64Array, { from, length }: Gap, filler: Filler): boolean {
  const before = values[from - 1];
  const after = values[from + length];
  const offset = filler.by === 'seasonal' ? filler.period : 0;
  const at = (i: number): number | undefined => {
    if (filler.by === 'zero') return 0;
    if (filler.by === 'previous') return before;
    if (filler.by === 'seasonal') return values[from + i - offset];
    return before === undefined || after === undefined ? undefined : before + ((after - before) * (i + 1)) / (length + 1);
  };
  const old = values.slice(from, from + length);
  for (let i = 0; i < length; i++) {
    const value = at(i);
    if (value === undefined || Number.isNaN(value)) {
      values.set(old, from);
      return false;
    }
    values[from + i] = value;
  }
  return true;
}

/** Fills gaps of at most `longest` slots (any length by default) by a named filler; returns the filled and the remaining gaps. */
export function fillGaps(
  grid: Grid,
  filler: Filler,
  { longest = grid.values.length }: { readonly longest?: number } = {},
): Filled {
  checkedOption('A filler', 'longest', longest, { min: 0 });
  if (filler.by === 'seasonal') checkedOption('A filler', 'period', filler.period, { min: 1, whole: true });
  const values = grid.values.slice();
  const filled: Gap[] = [];
  const left: Gap[] = [];
  for (const gap of findGaps(grid)) (gap.length <= longest && fillGap(values, gap, filler) ? filled : left).push(gap);
  return { ...grid, values, filled, left };
}
