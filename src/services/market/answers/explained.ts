import { z } from 'zod';
import { aggressor, caveats, count, source, time } from '../../../core/answer-fields.ts';
import { numOrNull, plain } from '../../../core/number-marks.ts';
import { anomaly } from './anomaly.ts';

const addend = z.strictObject({
  part: z.string().describe('Which part.'),
  value: numOrNull('anomaly-parts', 'Its value, a share 0–1 (a ratio for an iceberg); null: missing.'),
  weight: numOrNull('anomaly-score', 'Its share of the score; null: missing.'),
  product: numOrNull('anomaly-score', 'Value times weight, a share of the score; null: missing.'),
});

/** One event at the level of a finding, or in the whole market if the finding has no level. */
const step = z.strictObject({
  time: time('When'),
  seq: plain('place', count.describe('Sequence number in the raw log.')),
  what: z
    .enum(['level', 'trade', 'book', 'found', 'changed', 'ended'])
    .describe('level: its size changed. trade: printed there. book: mid and best ten bids. found, changed: the finding.'),
  size: numOrNull('explained-step', 'Size, base currency; null where the step has none.'),
  side: aggressor.nullable().describe("A trade's aggressor; null for other steps."),
  price: numOrNull('explained-step', 'Price, quote currency; null where the step has none.'),
  score: numOrNull('anomaly-score', 'Score of the finding, 0–1; null for other steps.'),
});
export type ExplainedStep = z.output<typeof step>;

/** A finding recomputed from the raw log. */
export const explainedAnomaly = z.strictObject({
  as_of: time('When it was explained'),
  source: source.describe('Source of the data in the log.'),
  id: z.string().describe('The requested id.'),
  reproduced: z.boolean().describe('Whether the log gives the same finding to the last digit.'),
  reason: z.string().describe('What the log gives.'),
  anomaly: anomaly.describe('The finding as the log gives it.'),
  arithmetic: z.array(addend).describe('Addends of the score.'),
  steps: z.array(step).describe('What happened, oldest first.'),
  steps_left_out: count.describe('Number of steps left out in between.'),
  caveats,
});
export type ExplainedAnomaly = z.output<typeof explainedAnomaly>;
