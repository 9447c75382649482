import type { LinearModel } from '../linear/linear-model.ts';

/**
 * Contribution of each feature of the row at `offset`, relative to the prediction at the features' means: coefficient × (value − mean).
 * If the features are independent, these are the Shapley values (Lundberg & Lee 2017, corollary 1).
 */
export function explainLinear(
  { intercept, coefficients, means }: LinearModel,
  values: Float64Array,
  offset = 0,
): { readonly expectation: number; readonly contributions: Float64Array } {
  const expectation = coefficients.reduce((sum, value, j) => sum + value * means[j]!, intercept);
  return { expectation, contributions: coefficients.map((value, j) => value * (values[offset + j]! - means[j]!)) };
}
