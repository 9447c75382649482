import { codedError } from '../../../core/coded-error.ts';

export const rowsInvalid = codedError<{ problem: string }>('TF_FORECAST_ROWS_INVALID', {
  status: 400,
  message: ({ problem }) => `These rows are invalid: ${problem}.`,
  advice: () => 'Give { values: Float64Array (row-major), count, width }, and a finite target for each row; see rowsOf().',
});
