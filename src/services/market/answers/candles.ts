import { z } from 'zod';
import { absences, answerBase, instrumentFields, time, type Unsealed } from '../../../core/answer-fields.ts';
import { numOrNull } from '../../../core/number-marks.ts';

const price = (text: string) => numOrNull('candles', `${text} price, quote currency; null when trades may be missing.`);

/** A value is null if a missing trade could change it. */
const candle = z.strictObject({
  start: time('Start of the bar'),
  open: price('First'),
  high: price('Highest'),
  low: price('Lowest'),
  close: price('Last'),
  volume: numOrNull('candles', 'Volume, base currency; null when trades may be missing.'),
  closed: z.boolean().describe('Whether the bar is over, and the wait for late trades.'),
  complete: z.boolean().describe('Whether it is closed and all its trades are known.'),
});

export const candlesAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  interval: z.string().describe('Length of a bar.'),
  candles: z.array(candle).describe('Oldest first.'),
  absent: absences,
});
export type CandlesAnswer = Unsealed<z.output<typeof candlesAnswer>>;
