import { checked, checkedOption, type Values } from '../stats/check.ts';
import { flagAbove, type Anomalies } from '../anomaly/types.ts';

/** One-sided cumulative sums g_t = max(0, g_{t−1} + x_t − k), starting at 0 (Page 1954). */
export function cusumSums(values: Values, k: number): Float64Array {
  let sum = 0;
  return checked('CUSUM', values).map((x) => (sum = Math.max(0, sum + x - k)));
}

export interface CusumOptions {
  /** Slack, in standard deviations: half of the smallest relevant shift. */
  readonly slack?: number;
  /**
   * Alarm level, in standard deviations. The textbook's 5 (with slack ½, one false alarm in 465 values) needs a known mean and s.d. If
   * they are estimated from a few dozen values, 8 keeps false alarms rare (measured in docs/series.md).
   */
  readonly level?: number;
  /** Number of values for estimating the usual mean and s.d., at the start and after each alarm. */
  readonly learn?: number;
}

/** State of a two-sided CUSUM, in plain numbers so that it can be stored. The caller keeps it between values. */
export interface CusumState {
  readonly slack: number;
  readonly level: number;
  readonly learn: number;
  /** Number of values in total, and since the last alarm. */
  seen: number;
  own: number;
  mean: number;
  squares: number;
  up: number;
  down: number;
  /** Index at which the current rise of each sum began. */
  upFrom: number;
  downFrom: number;
}

export interface CusumAlarm {
  /** Index at which the change was detected. */
  readonly at: number;
  /** Index at which the sum began to rise: the estimated first value after the change. */
  readonly from: number;
  readonly direction: 'up' | 'down';
}

export function createCusum({ slack = 0.5, level = 8, learn = 50 }: CusumOptions = {}): CusumState {
  checkedOption('CUSUM', 'slack', slack, { min: 0 });
  checkedOption('CUSUM', 'level', level, { min: Number.MIN_VALUE });
  checkedOption('CUSUM', 'learn', learn, { min: 2, whole: true });
  return { slack, level, learn, seen: 0, own: 0, mean: 0, squares: 0, up: 0, down: 0, upFrom: 0, downFrom: 0 };
}

/** Processes the next value; returns an alarm or null. After an alarm it estimates mean and s.d. again, so that one change is one alarm. */
export function observeCusum(state: CusumState, value: number): CusumAlarm | null {
  const at = state.seen++;
  state.own++;
  if (state.own <= state.learn) {
    const delta = value - state.mean;
    state.mean += delta / state.own;
    state.squares += delta * (value - state.mean);
    state.upFrom = state.downFrom = at + 1;
    return null;
  }
  const spread = Math.sqrt(state.squares / (state.learn - 1));
  const distance = value - state.mean;
  // If all values so far are equal, any other value is an immediate change.
  const z = spread > 1e-12 * Math.abs(state.mean) ? distance / spread : Math.sign(distance) * 2 * (state.level + state.slack);
  if (state.up === 0) state.upFrom = at;
  if (state.down === 0) state.downFrom = at;
  state.up = Math.max(0, state.up + z - state.slack);
  state.down = Math.max(0, state.down - z - state.slack);
  if (state.up <= state.level && state.down <= state.level) return null;
  const direction = state.up > state.level ? 'up' : 'down';
  const from = direction === 'up' ? state.upFrom : state.downFrom;
  Object.assign(state, { own: 0, mean: 0, squares: 0, up: 0, down: 0 });
  return { at, from, direction };
}

/** All alarms of a series; the same as value by value. */
export function cusumChanges(values: Values, options: CusumOptions = {}): readonly CusumAlarm[] {
  const state = createCusum(options);
  const alarms: CusumAlarm[] = [];
  for (const value of checked('CUSUM', values)) {
    const alarm = observeCusum(state, value);
    if (alarm) alarms.push(alarm);
  }
  return alarms;
}

/** The larger of the two sums at each value, flagged at alarms, for a vote among anomaly detectors. */
export function cusumAnomalies(values: Values, options: CusumOptions = {}): Anomalies {
  const x = checked('CUSUM', values);
  const state = createCusum(options);
  const scores = x.map((value) => (observeCusum(state, value) ? state.level * 2 : Math.max(state.up, state.down)));
  return flagAbove('cusum', scores, state.level, { judgedFrom: Math.min(state.learn, x.length), sight: 'past' });
}
