import { normalPrediction } from './intervals.ts';
import type { Fit } from './model.ts';

export const isConstant = (values: Float64Array): boolean => values.every((value) => value === values[0]);

/**
 * Every model of this folder forecasts a constant from a constant; their likelihoods have no maximum there, so this case is handled here
 * once. The interval has no width, because the series has no errors; a note states this.
 */
export function constantFit(values: Float64Array): Fit {
  const level = values[0]!;
  return {
    params: { constant: level },
    fitted: Float64Array.from(values),
    sigma2: 0,
    notes: ['The series never changes: its value is repeated, and an interval has no width.'],
    predict: (horizon) => normalPrediction(new Float64Array(horizon).fill(level), new Float64Array(horizon)),
  };
}
