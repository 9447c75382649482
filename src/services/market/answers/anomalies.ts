import { z } from 'zod';
import { absences, answerBase, count, type Unsealed } from '../../../core/answer-fields.ts';
import { anomaly } from './anomaly.ts';

export const anomaliesAnswer = z.strictObject({
  ...answerBase,
  anomalies: z.array(anomaly).describe('Active ones first, then newest first.'),
  left_out: count.describe('Number of other matching anomalies.'),
  absent: absences,
});
export type AnomaliesAnswer = Unsealed<z.output<typeof anomaliesAnswer>>;
