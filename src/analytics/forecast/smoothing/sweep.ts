import type { Structure } from './structure.ts';

/** Smoothing weights: 0 < β ≤ α < 1, 0 < γ ≤ 1 − α; φ is the damping (1 without). Unused weights are 0. */
export interface Weights {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
}

/** Level, slope and one seasonal part for each phase of the period (value t, from 0, uses `season[t % period]`). */
export interface State {
  level: number;
  slope: number;
  readonly season: Float64Array;
}

/** A level beyond this has diverged. */
const RUNAWAY = 1e150;

interface Sums {
  /** Sum of squared errors; relative errors if they are multiplicative. */
  readonly squares: number;
  /** Sum of log|one-step forecast|; 0 for additive errors. */
  readonly logs: number;
}

/**
 * Runs the state equations over the series and updates `state` to the last state. Null if a forecast diverges or, with multiplicative
 * errors, isn't positive. Equations in error-correction form: Hyndman and others 2008, tables 2.2 and 2.3.
 */
export function sweep(
  values: Float64Array,
  structure: Structure,
  weights: Weights,
  state: State,
  errors?: Float64Array,
): Sums | null {
  const { alpha, beta, gamma, phi } = weights;
  const { season } = state;
  const period = season.length;
  const multiplied = structure.error === 'M';
  const seasonal = structure.season === 'N' ? 0 : structure.season === 'A' ? 1 : 2;
  let { level, slope } = state;
  let phase = 0;
  let squares = 0;
  let logs = 0;
  for (let t = 0; t < values.length; t++) {
    const drift = phi * slope;
    const base = level + drift;
    const part = seasonal === 0 ? 0 : season[phase]!;
    const forecast = seasonal === 2 ? base * part : base + part;
    if (!(Math.abs(forecast) < RUNAWAY)) return null;
    const error = values[t]! - forecast;
    if (multiplied) {
      if (!(forecast > 0)) return null;
      const relative = error / forecast;
      squares += relative * relative;
      logs += Math.log(forecast);
      if (errors) errors[t] = relative;
    } else {
      squares += error * error;
      if (errors) errors[t] = error;
    }
    const onBase = seasonal === 2 ? error / part : error;
    level = base + alpha * onBase;
    slope = drift + beta * onBase;
    if (seasonal !== 0) {
      season[phase] = part + gamma * (seasonal === 2 ? error / base : error);
      phase = phase + 1 === period ? 0 : phase + 1;
    }
  }
  state.level = level;
  state.slope = slope;
  return { squares, logs };
}
