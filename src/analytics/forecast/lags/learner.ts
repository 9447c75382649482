import type { Fit, Run } from '../model.ts';
import type { Rows } from '../tabular/rows.ts';

/** A fitted learner. */
export interface Learned {
  /** The prediction for one row. */
  readonly predict: (row: Float64Array) => number;
  readonly params: Fit['params'];
  readonly notes?: readonly string[];
  /** `memory`: the learner remembers its rows, so it has no fitted values in the sample. */
  readonly kind?: 'memory';
  /** Spread of the target at a row, in a unit common to all rows; absent if all rows have the same spread. */
  readonly spread?: (row: Float64Array) => number;
  /** Contribution of each feature of a row; the contributions plus `expectation` give the prediction. */
  readonly explain?: (row: Float64Array) => { readonly expectation: number; readonly contributions: Float64Array };
}

export type Learner = (rows: Rows, targets: Float64Array, run: Run) => Learned;
