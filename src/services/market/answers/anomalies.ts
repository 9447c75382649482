import { z } from 'zod';
import { absences, answerBase, count, time, type Unsealed } from '../../../core/answer-fields.ts';
import { made, plain } from '../../../core/number-marks.ts';
import { anomaly, anomalyKind } from './anomaly.ts';

const hole = z.strictObject({
  from: time('Start'),
  to: time('End'),
  types: z
    .array(anomalyKind)
    .describe('The detectors that did not watch; left out if no detector that had begun did.')
    .optional(),
});

const watchedBy = z.strictObject({
  type: anomalyKind.describe('Which detector.'),
  from: time('Since when it watches, in this run; left out before it ever did').optional(),
  to: time('Until when: as_of while it watches; left out before it ever did').optional(),
  score: made('anomaly-score', z.number().min(0).max(1))
    .describe('Its last score within a minute, 0–1, also of what is no anomaly; else no_score has the reason.')
    .optional(),
  no_score: z.string().describe('Why there is no score.').optional(),
});

/** When the detectors watched a market, and what each judged last. */
const watch = z.strictObject({
  venue: z.string().describe('Venue id.'),
  symbol: z.string().describe("The venue's own symbol."),
  detectors: z.array(watchedBy).describe('One row for each detector.'),
  holes: z
    .array(hole)
    .describe('When they did not watch in between, newest first, a day old at most: 20, or 5 over several markets.'),
  holes_left_out: count.describe('Number of earlier holes.'),
});
export type Watch = z.output<typeof watch>;

export const anomaliesAnswer = z.strictObject({
  ...answerBase,
  anomalies: z.array(anomaly).describe('Active ones first, then newest first.'),
  watched: z.array(watch).describe('When each market was watched; concise answers say it in caveats.').optional(),
  threshold: plain(
    'setting',
    z
      .number()
      .describe('Scores below this are not reported, 0–1. An iceberg must also be rarer by chance than once in 100 hours.'),
  ).optional(),
  left_out: count.describe('Number of other matching anomalies.'),
  absent: absences,
});
export type AnomaliesAnswer = Unsealed<z.output<typeof anomaliesAnswer>>;

/** Anomalies as operations show them: in full, or a line each. */
export const shownAnomalies = anomaliesAnswer.extend({
  anomalies: z.array(anomaly).describe('In full answers: active ones first, then newest.').optional(),
  lines: z
    .array(z.string())
    .describe('In concise answers: time found (of a fall: when it began), side, price, size, score, active or not, id.')
    .optional(),
});
