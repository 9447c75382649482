import { z } from 'zod';

/** What a field of a stream's message is. The feed checks numbers by it, because a schema run per message costs too much. */
export type FieldClass = 'price' | 'size' | 'number' | 'count' | 'time' | 'text' | 'flag';

interface FieldNote {
  readonly is: FieldClass;
  /** Its name in envelopes and answers, if not its own name in snake case. */
  readonly wire?: string;
}

/** A separate registry, so that no note gets into a published JSON schema. */
const NOTES = z.registry<FieldNote>();

function noted<T extends z.ZodType>(schema: T, text: string, note: FieldNote): T {
  const described = schema.describe(text);
  NOTES.add(described, note);
  return described;
}

interface FieldOptions {
  /** Its name in envelopes and answers, if not its own name in snake case. */
  readonly wire?: string;
}

/** A price above 0. */
export const price = (text: string, options: FieldOptions = {}) =>
  noted(z.number().positive(), text, { is: 'price', ...options });
/** A size or volume, 0 or more. */
export const size = (text: string, options: FieldOptions = {}) =>
  noted(z.number().nonnegative(), text, { is: 'size', ...options });
/** A finite number of any sign. */
export const number = (text: string, options: FieldOptions = {}) => noted(z.number(), text, { is: 'number', ...options });
export const count = (text: string) => noted(z.number().int().nonnegative(), text, { is: 'count' });
/** A time: µs UTC internally, RFC 3339 in envelopes and answers. */
export const time = (text: string) => noted(z.number().int().nonnegative(), text, { is: 'time' });
export const flag = (text: string) => noted(z.boolean(), text, { is: 'flag' });
export const text = (pattern: RegExp, words: string) => noted(z.string().regex(pattern), words, { is: 'text' });
export const oneOf = <const T extends readonly string[]>(values: T, words: string) =>
  noted(z.enum(values), words, { is: 'text' });

/** A field that the venue may omit; it is then null. */
export const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().describe(schema.description ?? '');

/** The same for a field that earlier builds did not send. */
export const orNullSince = <T extends z.ZodType>(schema: T) => orNull(schema).default(null as never);

/** A field of a stream's message, from the table of streams. */
export interface StreamField {
  readonly name: string;
  /** Its name in envelopes and answers. */
  readonly wire: string;
  readonly is: FieldClass;
  readonly orNull: boolean;
  /** Earlier builds did not send it; it is then null. */
  readonly late: boolean;
  readonly schema: z.ZodType;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The fields of a message's schema. Throws if a field was not created by one of the functions above. */
export const fieldsIn = (event: z.ZodObject): readonly StreamField[] =>
  Object.entries(event.shape).map(([name, schema]) => {
    const late = schema instanceof z.ZodDefault;
    const nullable = late ? schema.unwrap() : schema;
    const inner = nullable instanceof z.ZodNullable ? nullable.unwrap() : nullable;
    const note = NOTES.get(inner as z.ZodType);
    if (note === undefined) throw new Error(`the stream field ${name} has no field class`);
    return { name, wire: note.wire ?? snake(name), is: note.is, orNull: inner !== nullable, late, schema: schema as z.ZodType };
  });
