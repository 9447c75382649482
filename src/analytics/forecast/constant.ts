import { normalPrediction } from './intervals.ts';
import type { Fit } from './model.ts';

export const isConstant = (values: Float64Array): boolean => values.every((value) => value === values[0]);

/**
 * Fit of every model to a constant series, handled here because the models' likelihoods have no maximum for it. The forecast is the
 * constant. The interval has no width, because the series has no errors; a note reports this.
 */
export function constantFit(values: Float64Array): Fit {
  const level = values[0]!;
  return {
    params: { constant: level },
    fitted: Float64Array.from(values),
    sigma2: 0,
    notes: [
      'The series never changes: its value is repeated, and an interval has no width. This is no certainty: it never changed so far.',
    ],
    predict: (horizon) => normalPrediction(new Float64Array(horizon).fill(level), new Float64Array(horizon)),
  };
}
