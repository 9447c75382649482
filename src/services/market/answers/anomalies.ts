import { z } from 'zod';
import { absences, answerBase, count, time, type Unsealed } from '../../../core/answer-fields.ts';
import { made, plain } from '../../../core/number-marks.ts';
import { anomaly, anomalyKind } from './anomaly.ts';

const hole = z.strictObject({ from: time('Start'), to: time('End') });

/** When a detector watched a market, and what it judged last. */
const watch = z.strictObject({
  venue: z.string().describe('Venue id.'),
  symbol: z.string().describe("The venue's own symbol."),
  type: anomalyKind.describe('Which detector.'),
  from: time('Since when it watches, in this run; left out before it ever did').optional(),
  to: time('Until when: as_of while it watches; left out before it ever did').optional(),
  holes: z.array(hole).describe('When it did not watch in between, newest first; at most 20, a day old.'),
  holes_left_out: count.describe('Number of earlier times without watching since `from`.'),
  score: made('anomaly-score', z.number().min(0).max(1))
    .describe('Its last score within a minute, 0–1, also of what is no anomaly; left out if it judged nothing.')
    .optional(),
  threshold: plain('setting', z.number().describe('Scores below this are not reported, 0–1. Icebergs must also be rare.')),
});
export type Watch = z.output<typeof watch>;

export const anomaliesAnswer = z.strictObject({
  ...answerBase,
  anomalies: z.array(anomaly).describe('Active ones first, then newest first.'),
  watched: z
    .array(watch)
    .describe('When each detector watched: nothing is known of other times. Concise answers say it in caveats.')
    .optional(),
  left_out: count.describe('Number of other matching anomalies.'),
  absent: absences,
});
export type AnomaliesAnswer = Unsealed<z.output<typeof anomaliesAnswer>>;
