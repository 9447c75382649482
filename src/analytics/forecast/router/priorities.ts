/** The brief's priorities: the time that an answer may take, deciding, fitting and forecasting together, ms. */
export const PRIORITIES = {
  realtime: { limitMs: 100, judgingMs: 30 },
  fast: { limitMs: 500, judgingMs: 40 },
  accurate: { limitMs: 2_000, judgingMs: 900 },
  research: { limitMs: Infinity, judgingMs: Infinity },
} as const;

export type Priority = keyof typeof PRIORITIES;

/**
 * Whom the router asks by default, as far as the catalogue has them; the order decides between equals. Families that repeat one
 * another are asked once.
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

/** Who is taken among equals, by the accuracy on the M1 competition, on which the default ensemble was fixed too. */
export const PREFERRED: readonly string[] = ['Ensemble', 'FourTheta', 'AutoETS', 'DOTM', 'AutoARIMA', 'Theta', 'DampedHolt'];
