import type { Rows } from '../tabular/rows.ts';
import type { Layout } from './layout.ts';

/** Values and covariates from the start of the series; forecasts are appended as they are made. */
export interface History {
  readonly values: Float64Array;
  readonly covariates: readonly Float64Array[];
}

/** Value that the target at time `t` is a change from: the value `difference` steps earlier, or 0 if `difference` is 0. */
export const startOf = ({ difference }: Layout, { values }: History, t: number): number =>
  difference === 0 ? 0 : values[t - difference]!;

/** Writes the features of time `t`, which come from values before `t` and covariates up to it. */
export function writeRow(into: Float64Array, offset: number, layout: Layout, history: History, t: number): void {
  const { difference, lags, cycles, encoding } = layout;
  const start = startOf(layout, history, t);
  let at = offset;
  for (let k = 0; k < lags.length; k++) into[at++] = history.values[t - lags[k]!]! - start;
  for (const { length, at: valueAt } of cycles) {
    if (encoding === 'wave') {
      const angle = (2 * Math.PI * valueAt(t)) / length;
      into[at++] = Math.sin(angle);
      into[at++] = Math.cos(angle);
    } else into[at++] = valueAt(t);
  }
  for (const column of history.covariates) into[at++] = column[t]!;
  if (difference > 0) for (const column of history.covariates) into[at++] = column[t]! - column[t - difference]!;
}

/** A row for each time from `layout.first` to `until`, and its target. */
export function lagRows(
  layout: Layout,
  history: History,
  until: number,
): { readonly rows: Rows; readonly targets: Float64Array } {
  const { first, names } = layout;
  const width = names.length;
  const count = until - first;
  const values = new Float64Array(count * width);
  const targets = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    writeRow(values, i * width, layout, history, first + i);
    targets[i] = history.values[first + i]! - startOf(layout, history, first + i);
  }
  return { rows: { values, count, width, names }, targets };
}

export const rowAt = ({ values, width }: Rows, i: number): Float64Array => values.subarray(i * width, (i + 1) * width);
