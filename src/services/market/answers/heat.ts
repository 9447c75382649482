import { z } from 'zod';
import { answerBase, count, instrumentFields } from '../../../core/answer-fields.ts';
import { plain } from '../../../core/number-marks.ts';

const place = (text: string) => plain('place', count.describe(text));

/** Columns of a book over time, in the byte layout of heat-ring.ts. */
export const heatAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  epoch: place('Number of the price axis; when it changes, discard earlier columns.'),
  price_step: plain(
    'setting',
    z.number().nullable().describe('Height of a row, price in quote currency; null before the first whole book.'),
  ),
  rows: count.describe('Number of rows in a column.'),
  column_ms: plain('setting', z.number().describe('Width of a column, milliseconds.')),
  capacity: plain('setting', count.describe('Maximum number of stored columns.')),
  from: place('Number of the first column here, counted in its epoch.'),
  next: place('Number of the next column to come.'),
  columns: z
    .string()
    .describe(
      'The columns as base64, each 40 + 2 × rows bytes, little-endian. f64: start, ms since 1970; best bid; best ask. f32: size bought, sold in that second. i32: first row, its price / price_step. u16: 0 book, 1 gap, 2 not sampled. From byte 40 u16 for each row: 0 nothing, 65535 unknown, else size 10⁻⁸ × e^((code − 1) / 1423.04).',
    ),
});
export type HeatAnswer = z.output<typeof heatAnswer>;
