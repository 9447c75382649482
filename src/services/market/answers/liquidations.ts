import { z } from 'zod';
import { absences, answerBase, count, instrumentFields, time, type Unsealed } from '../../../core/answer-fields.ts';
import { numOrNull, plain } from '../../../core/number-marks.ts';

/** The span up to now: from a time (RFC 3339), or the last minutes. */
export interface LiquidationsQuery {
  readonly minutes: number;
  readonly since?: string | undefined;
}

const closed = z.strictObject({
  count: count.describe('Number of liquidations that came.'),
  base: numOrNull('liquidation-sum', 'Their sizes, base currency.'),
  quote: numOrNull('liquidation-sum', 'Their amounts: Σ size × average fill price, quote currency.'),
  largest_quote: numOrNull(
    'liquidation-sum',
    'The largest of them, quote currency; null if there is none, or if the amount of one is unknown.',
  ),
});
export type ClosedSum = z.output<typeof closed>;

const missed = z.strictObject({ from: time('Start'), to: time('End') });

export const liquidationsAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  asked_from: time('Start of the span asked for; coverage has the span of the sums'),
  covered_sec: plain('known', z.number().min(0).nullable().describe('Seconds of the span in which the stream was heard.')),
  floor: z
    .boolean()
    .nullable()
    .describe('True: the sums are a lower bound; caveats have the reasons. False: they are all that was liquidated.'),
  long: closed.nullable().describe('Longs that were closed, by selling orders.'),
  short: closed.nullable().describe('Shorts that were closed, by buying orders.'),
  quote_total: numOrNull('liquidation-sum', 'Longs and shorts together, quote currency.'),
  missed: z.array(missed).describe('Times in the span without the stream, newest first, at most 12.'),
  absent: absences,
});
export type LiquidationsAnswer = Unsealed<z.output<typeof liquidationsAnswer>>;
