import { median } from '../../book/index.ts';
import { slotsBetween, type Grid } from './grid.ts';
import type { Series } from './series.ts';
import { floorToStep, stepsBetween, type Step } from './step.ts';

/** Summary of the values in a bucket. For example, `last` is the price at a bucket's end, `sum` a volume, `count` the number of values. */
export type ResampleRule = 'first' | 'last' | 'mean' | 'median' | 'sum' | 'min' | 'max' | 'count';

const RULES: Readonly<Record<ResampleRule, (bucket: Float64Array) => number>> = {
  first: (bucket) => bucket[0]!,
  last: (bucket) => bucket[bucket.length - 1]!,
  mean: (bucket) => bucket.reduce((sum, value) => sum + value, 0) / bucket.length,
  median: (bucket) => median(bucket)!,
  sum: (bucket) => bucket.reduce((sum, value) => sum + value, 0),
  min: (bucket) => bucket.reduce((low, value) => Math.min(low, value)),
  max: (bucket) => bucket.reduce((high, value) => Math.max(high, value)),
  count: (bucket) => bucket.length,
};

/**
 * Groups a series into buckets `[start, start + step)`, labelled by their start and aligned to the calendar.
 * A bucket without values is a gap, NaN; only `count` gives 0. Nothing is interpolated.
 */
export function resample({ times, values }: Series, step: Step, rule: ResampleRule): Grid {
  if (times.length === 0) return { start: 0, step, values: new Float64Array(0) };
  const start = floorToStep(times[0]!, step);
  const out = new Float64Array(slotsBetween(start, times[times.length - 1]!, step)).fill(rule === 'count' ? 0 : Number.NaN);
  for (let from = 0; from < times.length;) {
    const slot = stepsBetween(start, times[from]!, step);
    let to = from + 1;
    while (to < times.length && stepsBetween(start, times[to]!, step) === slot) to++;
    out[slot] = RULES[rule](values.subarray(from, to));
    from = to;
  }
  return { start, step, values: out };
}
