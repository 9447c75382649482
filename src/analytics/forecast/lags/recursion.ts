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

/** Limits of predictions from the second step on, so that an unstable linear recursion can't diverge. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/** The targets' range, extended by its own width on both sides. */
export function limitsOf(targets: Float64Array): Limits {
  let [low, high] = [Infinity, -Infinity];
  for (const target of targets) [low, high] = [Math.min(low, target), Math.max(high, target)];
  return { low: 2 * low - high, high: 2 * high - low };
}

/**
 * Forecasts `horizon` steps, each from the previous ones, and writes them after the first `from` values of `history`, whose tail is
 * overwritten. `noise` is added to each step, for simulated paths.
 */
export function runAhead(
  history: History,
  from: number,
  horizon: number,
  layout: Layout,
  { predict, limits }: { readonly predict: (row: Float64Array) => number; readonly limits: Limits },
  noise: (row: Float64Array) => number = () => 0,
): Float64Array {
  const row = new Float64Array(layout.names.length);
  for (let h = 0; h < horizon; h++) {
    writeRow(row, 0, layout, history, from + h);
    const free = predict(row);
    const step = h === 0 ? free : Math.min(limits.high, Math.max(limits.low, free));
    history.values[from + h] = startOf(layout, history, from + h) + step + noise(row);
  }
  return history.values.slice(from, from + horizon);
}
