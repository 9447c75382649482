import type { Layout } from './layout.ts';
import { startOf, writeRow } from './rows.ts';
import type { History } from './rows.ts';

/** The history with room for `horizon` steps ahead, covariates filled in. */
export function extended({ values, covariates }: History, horizon: number, future: readonly Float64Array[]): History {
  const longer = (head: Float64Array, tail: Float64Array | undefined) => {
    const whole = new Float64Array(head.length + horizon);
    whole.set(head);
    if (tail) whole.set(tail, head.length);
    return whole;
  };
  return { values: longer(values, undefined), covariates: covariates.map((column, k) => longer(column, future[k])) };
}

/**
 * Forecasts `horizon` steps, each from those before, and writes them after the first `from` values of `history`, whose tail is
 * overwritten. `noise` is added to each step, for simulated paths.
 */
export function runAhead(
  history: History,
  from: number,
  horizon: number,
  layout: Layout,
  predict: (row: Float64Array) => number,
  noise: () => number = () => 0,
): Float64Array {
  const row = new Float64Array(layout.names.length);
  for (let h = 0; h < horizon; h++) {
    writeRow(row, 0, layout, history, from + h);
    history.values[from + h] = startOf(layout, history, from + h) + predict(row) + noise();
  }
  return history.values.slice(from, from + horizon);
}
