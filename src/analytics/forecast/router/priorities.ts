/** The required priorities: time limit of an answer for choosing, fitting and forecasting together, ms. */
export const PRIORITIES = {
  realtime: { limitMs: 100, judgingMs: 30 },
  fast: { limitMs: 500, judgingMs: 40 },
  accurate: { limitMs: 2_000, judgingMs: 900 },
  research: { limitMs: Infinity, judgingMs: Infinity },
} as const;

export type Priority = keyof typeof PRIORITIES;

/**
 * Models that the router tries by default, if the catalogue has them; the order breaks ties. Of a family of similar models only one is
 * tried.
 */
export const CANDIDATES: readonly string[] = [
  'NaiveSeasonal',
  'Naive',
  'NaiveDrift',
  'Theta',
  'SES',
  'DampedHolt',
  'KalmanForecaster',
  'STLF',
  'DOTM',
  'AutoETS',
  'MSTL',
  'MSTLARIMA',
  'TSB',
  'FourTheta',
  'AutoARIMA',
  'GradientBoosting',
  'Prophet',
  'Ensemble',
];

/** Preference in a tie, by accuracy on the M1 competition, which also fixed the default ensemble. */
export const PREFERRED: readonly string[] = ['Ensemble', 'FourTheta', 'AutoETS', 'DOTM', 'AutoARIMA', 'Theta', 'DampedHolt'];
