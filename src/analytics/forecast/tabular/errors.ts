import { codedError } from '../../../core/coded-error.ts';

export const rowsInvalid = codedError<{ problem: string }>('TF_FORECAST_ROWS_INVALID', {
  status: 400,
  message: ({ problem }) => `These are not rows to learn from: ${problem}.`,
  advice: () => 'Give { values: Float64Array, row after row, count, width }, and a finite target for each row; see rowsOf().',
});
