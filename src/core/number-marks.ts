import { z } from 'zod';

/** Why a number of an answer has no formula. */
export const PLAIN = {
  age: 'milliseconds between two times that the answer names',
  count: 'how many there are of something',
  setting: 'as it was asked for or configured',
  venue: 'as the venue gives it: ids, sequence numbers, steps, limits',
  received: 'as received from the venue',
  place: 'a place in a log, a stream or a list',
  known: 'how far the data reach',
  quoted: 'a value of another answer, repeated',
  clock: 'an offset between two clocks',
} as const;
export type PlainReason = keyof typeof PLAIN;

/** Origin of a number: the id of its formula, or the reason why it has none. */
export type NumberMark = { readonly formula: string } | { readonly plain: PlainReason };

/** A separate registry, so that no mark gets into a published JSON schema. */
const MARKS = z.registry<{ readonly mark: NumberMark }>();

/** Marks a number with its formula; applies to all numbers inside `schema` without a mark of their own. */
export const made = <T extends z.ZodType>(formula: string, schema: T): T => {
  MARKS.add(schema, { mark: { formula } });
  return schema;
};

/** Marks a number with the reason why it has no formula; applies to all numbers inside `schema` without a mark of their own. */
export const plain = <T extends z.ZodType>(reason: PlainReason, schema: T): T => {
  MARKS.add(schema, { mark: { plain: reason } });
  return schema;
};

/** A number with its formula and its description. */
export const num = (formula: string, text: string) => made(formula, z.number().describe(text));

/** As `num`, but nullable. */
export const numOrNull = (formula: string, text: string) => made(formula, z.number().nullable().describe(text));

/** The mark of a schema, or of the schema that it was derived from; null without one. */
export const markOf = (schema: z.core.$ZodType): NumberMark | null => MARKS.get(schema as z.ZodType)?.mark ?? null;
