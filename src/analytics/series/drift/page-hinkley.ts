import { checkedOption } from '../stats/check.ts';

export interface PageHinkleyOptions {
  /** Change of the mean that doesn't matter, in the values' unit. */
  readonly delta?: number;
  /** Alarm level of the sum, in the same unit. */
  readonly lambda?: number;
  /** Decay factor of the sum per value, 0–1. */
  readonly alpha?: number;
  /** Minimum number of values before an alarm. */
  readonly least?: number;
}

/** State of a Page–Hinkley test. The caller keeps it between values. */
export interface PageHinkleyState extends Required<PageHinkleyOptions> {
  count: number;
  mean: number;
  up: number;
  down: number;
}

export function createPageHinkley({
  delta = 0.005,
  lambda = 50,
  alpha = 0.9999,
  least = 30,
}: PageHinkleyOptions = {}): PageHinkleyState {
  checkedOption('Page–Hinkley', 'delta', delta, { min: 0 });
  checkedOption('Page–Hinkley', 'lambda', lambda, { min: Number.MIN_VALUE });
  checkedOption('Page–Hinkley', 'alpha', alpha, { min: 0, max: 1 });
  checkedOption('Page–Hinkley', 'least', least, { min: 1, whole: true });
  return { delta, lambda, alpha, least, count: 0, mean: 0, up: 0, down: 0 };
}

/**
 * Processes the next value (an error, a loss) and returns the direction if the mean has moved (Page 1954, Hinkley 1970; with the required
 * δ .005, λ 50, α .9999). After an alarm it starts again. λ must match the scale of the values.
 */
export function observePageHinkley(state: PageHinkleyState, value: number): 'up' | 'down' | null {
  state.count++;
  state.mean += (value - state.mean) / state.count;
  const distance = value - state.mean;
  state.up = Math.max(0, state.alpha * state.up + distance - state.delta);
  state.down = Math.max(0, state.alpha * state.down - distance - state.delta);
  if (state.count < state.least || (state.up <= state.lambda && state.down <= state.lambda)) return null;
  const direction = state.up > state.lambda ? 'up' : 'down';
  Object.assign(state, { count: 0, mean: 0, up: 0, down: 0 });
  return direction;
}
