import type { Model } from '../model.ts';

/**
 * Work of one fit and forecast: a fixed part, and a part for each value. Unit: milliseconds on a quiet core of 3 GHz. The figures are
 * declared and never measured at run time, because a choice must not depend on the machine's load.
 */
interface Work {
  readonly fixed: number;
  readonly perValue: number;
}

/** Work by declared class, for models that are not in `WORK`. */
const CLASSES: Readonly<Record<Model['capabilities']['cost'], Work>> = {
  instant: { fixed: 0.1, perValue: 0.001 },
  fast: { fixed: 5, perValue: 0.06 },
  moderate: { fixed: 50, perValue: 0.4 },
};

/** Measured on series of M1, M3 and M4; see docs/forecasting.md. */
const WORK: Readonly<Record<string, Work>> = {
  Theta: { fixed: 0.5, perValue: 0.002 },
  SES: { fixed: 0.5, perValue: 0.002 },
  DampedHolt: { fixed: 3, perValue: 0.01 },
  KalmanForecaster: { fixed: 2, perValue: 0.02 },
  OTM: { fixed: 1, perValue: 0.005 },
  DOTM: { fixed: 1, perValue: 0.007 },
  AutoETS: { fixed: 25, perValue: 0.07 },
  MSTL: { fixed: 5, perValue: 0.08 },
  MSTLARIMA: { fixed: 13, perValue: 0.09 },
  FourTheta: { fixed: 5, perValue: 0.07 },
  AutoARIMA: { fixed: 20, perValue: 0.27 },
  GradientBoosting: { fixed: 5, perValue: 0.07 },
  Ensemble: { fixed: 51, perValue: 0.415 },
};

const workFor = ({ name, capabilities }: Model): Work => WORK[name] ?? CLASSES[capabilities.cost];

/** Work of a fit and a forecast of `length` values. */
export function workOf(model: Model, length: number): number {
  const { fixed, perValue } = workFor(model);
  return fixed + perValue * length;
}

/** Largest number of values that `model` fits within `work`; 0 if none. */
export function valuesWithin(model: Model, work: number): number {
  const { fixed, perValue } = workFor(model);
  return Math.max(0, Math.floor((work - fixed) / perValue));
}
