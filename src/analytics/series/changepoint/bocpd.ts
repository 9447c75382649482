import { checked, checkedOption, type Values } from '../stats/check.ts';
import { logGamma } from '../stats/special.ts';

export interface BocpdOptions {
  /** Expected number of values in a segment; the hazard is its inverse. */
  readonly expectedRun?: number;
  /** Number of first values, which only set the scale of the prior; they raise no alarm. */
  readonly learn?: number;
  /** An alarm is a change within this number of values … */
  readonly recent?: number;
  /** … with at least this probability. */
  readonly probability?: number;
}

/** Posterior of the current segment's length. The caller keeps it between values. */
export interface BocpdState {
  readonly hazard: number;
  readonly learn: number;
  readonly recent: number;
  readonly probability: number;
  seen: number;
  /** Index of the last alarm, or of the first value. */
  since: number;
  /** Mean and sum of squares of the first `learn` values. */
  mean: number;
  squares: number;
  /** By hypothesis: run length, log weight, and the mean and scale of the normal-inverse-gamma distribution. */
  runs: number[];
  logs: number[];
  means: number[];
  betas: number[];
}

export interface BocpdAlarm {
  readonly at: number;
  /** First value of the new segment, by the likeliest run length. */
  readonly from: number;
  readonly probability: number;
}

/** Prior of a segment: its mean weighs as much as a tenth of a value, its variance as four values. */
const KAPPA = 0.1;
const ALPHA = 2;
/** Hypotheses below this log weight are dropped. */
const FORGET = Math.log(1e-7);

export function createBocpd({ expectedRun = 250, learn = 30, recent = 15, probability = 0.9 }: BocpdOptions = {}): BocpdState {
  checkedOption('BOCPD', 'expectedRun', expectedRun, { min: 2 });
  checkedOption('BOCPD', 'learn', learn, { min: 3, whole: true });
  checkedOption('BOCPD', 'recent', recent, { min: 1, whole: true });
  checkedOption('BOCPD', 'probability', probability, { min: 0, max: 1 });
  const empty = { runs: [], logs: [], means: [], betas: [] };
  return { hazard: 1 / expectedRun, learn, recent, probability, seen: 0, since: 0, mean: 0, squares: 0, ...empty };
}

/** Predictive log density of `x` after `run` values: Student's t with 2α degrees of freedom. */
function logPredictive(x: number, run: number, mean: number, beta: number): number {
  const [kappa, alpha] = [KAPPA + run, ALPHA + run / 2];
  const scale = (beta * (kappa + 1)) / (alpha * kappa);
  const density = logGamma(alpha + 0.5) - logGamma(alpha) - 0.5 * Math.log(2 * alpha * Math.PI * scale);
  return density - (alpha + 0.5) * Math.log1p((x - mean) ** 2 / (2 * alpha * scale));
}

function logSum(logs: readonly number[]): number {
  const top = logs.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  return top + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

/**
 * Processes the next value (Adams & MacKay 2007, normal segments of unknown mean and variance). Returns an alarm if a change within the
 * last `recent` values is probable and was not reported yet. Uses no later values.
 */
export function observeBocpd(state: BocpdState, value: number): BocpdAlarm | null {
  const at = state.seen++;
  if (at < state.learn) {
    const delta = value - state.mean;
    state.mean += delta / state.seen;
    state.squares += delta * (value - state.mean);
    return null;
  }
  const variance = Math.max(state.squares / (state.learn - 1), (1e-9 * state.mean) ** 2, Number.MIN_VALUE * 1e10);
  const prior = ALPHA * variance;
  if (state.runs.length === 0) {
    // The first `learn` values count as the start of the first segment.
    Object.assign(state, { runs: [state.learn], logs: [0], means: [state.mean], betas: [prior + state.squares / 2] });
  }
  const grown = state.logs.map((log, i) => log + logPredictive(value, state.runs[i]!, state.means[i]!, state.betas[i]!));
  const fresh = logPredictive(value, 0, state.mean, prior) + Math.log(state.hazard);
  const logs = [fresh, ...grown.map((log) => log + Math.log1p(-state.hazard))];
  const runs = [0, ...state.runs];
  const means = [state.mean, ...state.means];
  const betas = [prior, ...state.betas];
  const total = logSum(logs);
  state.runs = [];
  state.logs = [];
  state.means = [];
  state.betas = [];
  logs.forEach((log, i) => {
    if (log - total < FORGET) return;
    const kappa = KAPPA + runs[i]!;
    state.runs.push(runs[i]! + 1);
    state.logs.push(log - total);
    state.means.push((kappa * means[i]! + value) / (kappa + 1));
    state.betas.push(betas[i]! + (kappa * (value - means[i]!) ** 2) / (2 * (kappa + 1)));
  });
  return alarmOf(state, at);
}

function alarmOf(state: BocpdState, at: number): BocpdAlarm | null {
  if (at - state.since <= state.recent) return null;
  let [probability, likeliest, top] = [0, 0, Number.NEGATIVE_INFINITY];
  state.runs.forEach((run, i) => {
    if (run > state.recent) return;
    probability += Math.exp(state.logs[i]!);
    if (state.logs[i]! > top) [likeliest, top] = [run, state.logs[i]!];
  });
  if (probability < state.probability) return null;
  state.since = at;
  return { at, from: at - likeliest + 1, probability };
}

/** All alarms of a series; the same as value by value. */
export function bocpdChanges(values: Values, options: BocpdOptions = {}): readonly BocpdAlarm[] {
  const state = createBocpd(options);
  const alarms: BocpdAlarm[] = [];
  for (const value of checked('BOCPD', values)) {
    const alarm = observeBocpd(state, value);
    if (alarm) alarms.push(alarm);
  }
  return alarms;
}
