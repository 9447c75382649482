import { seededRandom, type Random } from '../../../core/index.ts';
import { percentile } from '../../book/index.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { deviation, isConstant, mean } from '../stats/moments.ts';

/** A Gaussian hidden Markov model; states in ascending order of standard deviation. */
export interface HiddenMarkov {
  /** Probabilities of the first value's state. */
  readonly start: readonly number[];
  /** `transition[i][j]`: from state i to state j at each step; rows add up to 1. */
  readonly transition: readonly (readonly number[])[];
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** Densities of a value in each state, divided by the largest so that not all underflow; `log` is the log of the divisor. */
function densities({ means, deviations }: HiddenMarkov, value: number): { readonly scaled: number[]; readonly log: number } {
  const logs = means.map(
    (m, i) => -0.5 * ((value - m) / deviations[i]!) ** 2 - Math.log(deviations[i]! * Math.sqrt(2 * Math.PI)),
  );
  const log = Math.max(...logs);
  return { scaled: logs.map((own) => Math.exp(own - log)), log };
}

/** State of the filter after a value. The caller keeps it between values. */
export interface FilterState {
  /** Probability of each state, given this and earlier values. */
  readonly probabilities: readonly number[];
  readonly logLikelihood: number;
}

/** Processes the next value; `before` is null for the first value. Uses no later values. */
export function filterNext(model: HiddenMarkov, before: FilterState | null, value: number): FilterState {
  const { scaled, log } = densities(model, value);
  const prior = before
    ? model.start.map((_, j) => before.probabilities.reduce((sum, p, i) => sum + p * model.transition[i]![j]!, 0))
    : model.start;
  const joint = prior.map((p, i) => p * scaled[i]!);
  const total = joint.reduce((sum, p) => sum + p, 0);
  // A value that only an impossible state explains carries no information about the state.
  const probabilities = total > 0 ? joint.map((p) => p / total) : prior;
  return { probabilities, logLikelihood: (before?.logLikelihood ?? 0) + (total > 0 ? Math.log(total) : 0) + log };
}

/** The filter over a series; each result depends on its value and earlier values only (Hamilton 1989). */
export function filterStates(model: HiddenMarkov, values: Values): readonly FilterState[] {
  const out: FilterState[] = [];
  for (const value of checked('The regime filter', values)) out.push(filterNext(model, out[out.length - 1] ?? null, value));
  return out;
}

/** The most likely path of states (Viterbi 1967). **Uses the whole series.** */
export function likeliestPath(model: HiddenMarkov, values: Values): Uint8Array {
  const x = checked('The likeliest path', values);
  const k = model.start.length;
  const from: Uint8Array[] = [];
  let best = model.start.map(Math.log);
  x.forEach((value, t) => {
    const { scaled } = densities(model, value);
    const came = new Uint8Array(k);
    best = best.map((own, j) => {
      if (t === 0) return own + Math.log(scaled[j]!);
      let top = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < k; i++) {
        const way = best[i]! + Math.log(model.transition[i]![j]!);
        if (way > top) [top, came[j]] = [way, i];
      }
      return top + Math.log(scaled[j]!);
    });
    from.push(came);
  });
  const path = new Uint8Array(x.length);
  if (x.length === 0) return path;
  path[x.length - 1] = best.indexOf(Math.max(...best));
  for (let t = x.length - 1; t > 0; t--) path[t - 1] = from[t]![path[t]!]!;
  return path;
}

export interface RegimeFit extends HiddenMarkov {
  readonly logLikelihood: number;
  /** −2 log likelihood + parameters · ln n, for choosing the number of states. */
  readonly bic: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** Expected length of a stay in each state, 1 / (1 − a_ii), in steps. */
  readonly durations: readonly number[];
}

export interface RegimeOptions {
  readonly states?: number;
  /** Seed of the starts after the first. */
  readonly seed: number;
  /** Number of starts; the most likely result wins. */
  readonly starts?: number;
  readonly maxIterations?: number;
}

const GAIN = 1e-8;
/** Minimum s.d. of a state, as a share of the series' s.d., because a state on one repeated value would have infinite likelihood. */
const FLOOR = 1e-3;

/** A start of the fit. The first orders values by distance from the median (calm to volatile); the others use random means. */
function guess(x: Float64Array, k: number, random: Random | null): HiddenMarkov {
  const s = deviation(x);
  const sorted = x.slice().sort();
  const share = (i: number) => (2 * (i + 1)) / (k + 1);
  return {
    start: Array.from({ length: k }, () => 1 / k),
    transition: Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => (i === j ? 0.95 : 0.05 / (k - 1)))),
    means: Array.from({ length: k }, () => (random ? percentile(sorted, 100 * random())! : mean(x))),
    deviations: Array.from({ length: k }, (_, i) => s * (random ? 0.3 + random() : share(i))),
  };
}

/** One round of Baum & Welch: expectations by scaled forward and backward passes, then the new parameters. */
function improve(
  model: HiddenMarkov,
  x: Float64Array,
  floor: number,
): { readonly next: HiddenMarkov; readonly logLikelihood: number } {
  const [n, k] = [x.length, model.start.length];
  const filtered = filterStates(model, x);
  const stay = new Float64Array(n * k);
  const moves = Array.from({ length: k }, () => new Float64Array(k));
  let after = new Float64Array(k).fill(1);
  for (let t = n - 1; t >= 0; t--) {
    const own = filtered[t]!.probabilities;
    const joint = own.map((p, i) => p * after[i]!);
    const total = joint.reduce((sum, p) => sum + p, 0);
    joint.forEach((p, i) => (stay[t * k + i] = p / total));
    if (t === 0) break;
    const { scaled } = densities(model, x[t]!);
    const before = filtered[t - 1]!.probabilities;
    const weight = (i: number, j: number) => model.transition[i]![j]! * scaled[j]! * after[j]!;
    let sum = 0;
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) sum += before[i]! * weight(i, j);
    const backward = new Float64Array(k);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        moves[i]![j] = moves[i]![j]! + (before[i]! * weight(i, j)) / sum;
        backward[i] = backward[i]! + weight(i, j);
      }
    }
    const scale = Math.max(...backward);
    after = backward.map((value) => value / scale);
  }
  const states = model.start.map((_, i) => i);
  const weights = states.map((i) => x.reduce((sum, _, t) => sum + stay[t * k + i]!, 0));
  const means = states.map((i) => x.reduce((sum, value, t) => sum + stay[t * k + i]! * value, 0) / weights[i]!);
  const deviations = states.map((i) =>
    Math.max(floor, Math.sqrt(x.reduce((sum, value, t) => sum + stay[t * k + i]! * (value - means[i]!) ** 2, 0) / weights[i]!)),
  );
  const rows = moves.map((row, i) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    return total > 0 ? Array.from(row, (value) => value / total) : [...model.transition[i]!];
  });
  const dead = weights.findIndex((weight) => !(weight > 1e-6));
  const next = { start: states.map((i) => stay[i]!), transition: rows, means, deviations };
  return { next: dead < 0 ? next : model, logLikelihood: filtered[n - 1]!.logLikelihood };
}

function inOrder(model: HiddenMarkov): HiddenMarkov {
  const order = model.start
    .map((_, i) => i)
    .sort((a, b) => model.deviations[a]! - model.deviations[b]! || model.means[a]! - model.means[b]!);
  const pick = (list: readonly number[]) => order.map((i) => list[i]!);
  return {
    start: pick(model.start),
    transition: order.map((i) => pick(model.transition[i]!)),
    means: pick(model.means),
    deviations: pick(model.deviations),
  };
}

/**
 * Fits a Gaussian hidden Markov model by Baum & Welch (1970) from several starts. Pass returns, not prices. **Uses the whole series**;
 * to label values as they arrive, fit on the past and use `filterNext`. Null if constant. Needs 10 values per state.
 */
export function fitRegimes(
  values: Values,
  { states = 2, seed, starts = 4, maxIterations = 300 }: RegimeOptions,
): RegimeFit | null {
  checkedOption('Regimes', 'states', states, { min: 2, max: 16, whole: true });
  checkedOption('Regimes', 'starts', starts, { min: 1, whole: true });
  checkedOption('Regimes', 'maxIterations', maxIterations, { min: 1, whole: true });
  const x = checked('Regimes', values, 10 * states);
  if (isConstant(x)) return null;
  // Standardised values make the result independent of scale and shift.
  const [centre, unit] = [mean(x), deviation(x)];
  const z = x.map((value) => (value - centre) / unit);
  const random = seededRandom(seed);
  let best: { model: HiddenMarkov; logLikelihood: number; iterations: number; converged: boolean } | null = null;
  for (let start = 0; start < starts; start++) {
    let model = guess(z, states, start === 0 ? null : random);
    let [last, iterations, converged] = [Number.NEGATIVE_INFINITY, 0, false];
    while (iterations < maxIterations && !converged) {
      const { next, logLikelihood } = improve(model, z, FLOOR);
      converged = logLikelihood - last < GAIN * z.length;
      [model, last] = [next, logLikelihood];
      iterations++;
    }
    if (last > (best?.logLikelihood ?? Number.NEGATIVE_INFINITY)) best = { model, logLikelihood: last, iterations, converged };
  }
  if (best === null) return null;
  const own = inOrder(best.model);
  const scaled = { ...own, means: own.means.map((m) => m * unit + centre), deviations: own.deviations.map((d) => d * unit) };
  const logLikelihood = filterStates(scaled, x)[x.length - 1]!.logLikelihood;
  const parameters = states * (states - 1) + (states - 1) + 2 * states;
  return {
    ...scaled,
    logLikelihood,
    bic: -2 * logLikelihood + parameters * Math.log(x.length),
    iterations: best.iterations,
    converged: best.converged,
    durations: own.transition.map((row, i) => 1 / (1 - row[i]!)),
  };
}
