import type { Rows } from '../tabular/rows.ts';
import type { Standardised } from './standardise.ts';

/** `intercept` plus each coefficient times its feature. */
export interface LinearModel {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  /** Means of the training features, the baseline of attributions. */
  readonly means: Float64Array;
}

/** Converts coefficients of standardised features back to the features' own units. */
export function inOwnUnits({ means, deviations }: Standardised, coefficients: Float64Array, middle: number): LinearModel {
  const own = coefficients.map((value, j) => (deviations[j]! > 0 ? value / deviations[j]! : 0));
  return { intercept: own.reduce((sum, value, j) => sum - value * means[j]!, middle), coefficients: own, means };
}

/** The prediction for the row that begins at `offset`. */
export function predictLinearRow({ intercept, coefficients }: LinearModel, values: Float64Array, offset = 0): number {
  let sum = intercept;
  for (let j = 0; j < coefficients.length; j++) sum += coefficients[j]! * values[offset + j]!;
  return sum;
}

/** Predictions, one per row. */
export const predictLinear = (model: LinearModel, { values, count, width }: Rows): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => predictLinearRow(model, values, i * width));
