import { z } from 'zod';
import { absences, answerBase, instrumentFields, venueSeq, type Unsealed } from '../../../core/answer-fields.ts';
import { knownBook, level } from './parts.ts';

export const bookAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  seq: venueSeq.describe("The venue's own update id; null where it has none."),
  bids: z.array(level).describe('Best first.'),
  asks: z.array(level).describe('Best first.'),
  ...knownBook,
  absent: absences,
});
export type BookAnswer = Unsealed<z.output<typeof bookAnswer>>;
