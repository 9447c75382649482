import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Default bounds that zod writes on every integer; removed, because they only cost tokens. */
const isSafeBound = (value: unknown): boolean => value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER;

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override: ({ jsonSchema }) => {
      if (isSafeBound(jsonSchema.minimum)) delete jsonSchema.minimum;
      if (isSafeBound(jsonSchema.maximum)) delete jsonSchema.maximum;
    },
  });
  return rest;
}

/** Each schema is converted once, because every alias of an operation publishes the same answer. */
function remembered(io: 'input' | 'output'): (schema: z.ZodType) => JsonSchema {
  const known = new WeakMap<z.ZodType, JsonSchema>();
  return (schema) => {
    const made = known.get(schema) ?? toJsonSchema(schema, io);
    known.set(schema, made);
    return made;
  };
}

/** JSON Schema 2020-12 of the input. */
export const inputJsonSchema = remembered('input');

/** JSON Schema 2020-12 of the answer. */
export const outputJsonSchema = remembered('output');
