import { z } from 'zod';
import { absences, answerBase, instrumentFields, type Unsealed } from '../../../core/answer-fields.ts';
import { made, plain } from '../../../core/number-marks.ts';
import { STUDY_CARDS, type Column, type StudyCard } from './study-cards.ts';

const published = Object.entries<StudyCard>(STUDY_CARDS).filter(([, { columns }]) => Object.keys(columns).length > 0);

const numberOf = ({ text, ...mark }: Column) => {
  const number = z.number().nullable().describe(text);
  return 'formula' in mark ? made(mark.formula, number) : plain(mark.plain, number);
};

const numbersOf = ({ text, columns }: StudyCard) =>
  z.strictObject(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, numberOf(column)]))).describe(text);

/** Every number of every study; the fields are derived from the cards. */
export const featuresAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  features: z
    .strictObject(Object.fromEntries(published.map(([id, card]) => [id, numbersOf(card)])))
    .describe('Numbers by study.'),
  absent: absences,
});
export type FeaturesAnswer = Unsealed<z.output<typeof featuresAnswer>>;
