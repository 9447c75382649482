/** Limits of a priority. Work is in milliseconds on the reference machine, declared by model; `clockMs` is real time. */
export interface Limits {
  /** Work for comparing candidates. */
  readonly judging: number;
  /** Work of the final fit and forecast; a longer series is cut to its newest values. */
  readonly fitting: number;
  /** Work for the intervals and for testing the direction. */
  readonly validating: number;
  /** Steps of a fit to 1,000 values or fewer; proportionally fewer for more values. */
  readonly steps: number;
  /** Real time after which the answer ends early, and says so. */
  readonly clockMs: number;
}

/**
 * What each priority may spend. The three kinds of work together take about the required time on a quiet machine: 100 ms, 500 ms and 2 s.
 * Only `realtime` also keeps its time by the clock. The others may take longer on a busy machine, so that they give the same numbers there.
 */
export const PRIORITIES = {
  realtime: { judging: 20, fitting: 20, validating: 10, steps: 5_000, clockMs: 100 },
  fast: { judging: 150, fitting: 100, validating: 50, steps: 20_000, clockMs: 10_000 },
  accurate: { judging: 1_600, fitting: 500, validating: 500, steps: 100_000, clockMs: 60_000 },
  research: { judging: Infinity, fitting: Infinity, validating: Infinity, steps: Infinity, clockMs: Infinity },
} as const satisfies Readonly<Record<string, Limits>>;

export type Priority = keyof typeof PRIORITIES;

/**
 * Models that the router tries by default, if the catalogue has them. Of a family of similar models only one is
 * tried.
 */
export const CANDIDATES: readonly string[] = [
  'NaiveSeasonal',
  'Naive',
  'NaiveDrift',
  'Naive2',
  'Theta',
  'SES',
  'DampedHolt',
  'KalmanForecaster',
  'DOTM',
  'AutoETS',
  'MSTL',
  'MSTLARIMA',
  'TSB',
  'FourTheta',
  'AutoARIMA',
  'GradientBoosting',
  'Ensemble',
];

/** Tried besides by `research` only: slow, and optional, so that the other priorities answer alike without its package. */
export const RESEARCHED: readonly string[] = ['Prophet'];

/** The usual choices, by accuracy on the M1 competition, which also fixed the default ensemble. */
export const PREFERRED: readonly string[] = ['Ensemble', 'FourTheta', 'AutoETS', 'DOTM', 'AutoARIMA', 'Theta', 'DampedHolt'];
