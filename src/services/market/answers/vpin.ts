import { z } from 'zod';
import { absences, answerBase, count, instrumentFields, type Unsealed } from '../../../core/answer-fields.ts';
import { made, numOrNull } from '../../../core/number-marks.ts';

/** `coverage` is the span of the buckets. */
export const vpinAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  vpin: numOrNull(
    'vpin',
    'VPIN, 0–1: mean |bought − sold| / volume of the buckets in coverage; null unless all are full and have every trade, and the book is complete.',
  ),
  percentile: numOrNull('vpin', 'Share of past values at or below it, 0–1; null with under 180 of them, or without a value.'),
  past_sec: made('vpin', count.describe('Number of past values, one a second, at most half an hour.')),
  bucket_volume: numOrNull('vpin', 'Volume of each bucket, base currency: the usual volume of two seconds.'),
  buckets: made('vpin', count.describe('Number of buckets in the mean.')),
  full_buckets: made('vpin', count.describe('Number of these that are full.')),
  trade_sides: z.literal('venue').describe('The venue states who the taker was in each trade; no side is inferred.'),
  absent: absences,
});
export type VpinAnswer = Unsealed<z.output<typeof vpinAnswer>>;
