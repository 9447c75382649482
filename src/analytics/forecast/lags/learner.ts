import type { Fit, Run } from '../model.ts';
import type { Rows } from '../tabular/rows.ts';

/** What a learner found. */
export interface Learned {
  /** The prediction for one row. */
  readonly predict: (row: Float64Array) => number;
  readonly params: Fit['params'];
  readonly notes?: readonly string[];
  /** `memory` finds the rows that it was given among what it knows, so nothing is fitted in the sample. */
  readonly kind?: 'memory';
  /** How widely what follows a row lies, in any unit that is the same for all rows; where left out, all rows are taken as alike. */
  readonly spread?: (row: Float64Array) => number;
  /** What each feature of a row adds to `expectation`; together the prediction. */
  readonly explain?: (row: Float64Array) => { readonly expectation: number; readonly contributions: Float64Array };
}

export type Learner = (rows: Rows, targets: Float64Array, run: Run) => Learned;
