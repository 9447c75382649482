import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** zod writes these bounds on every integer; they tell a reader nothing and cost tokens. */
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

/** JSON Schema 2020-12 of what a caller may send. */
export const inputJsonSchema = (schema: z.ZodType): JsonSchema => toJsonSchema(schema, 'input');

/** JSON Schema 2020-12 of what comes back. */
export const outputJsonSchema = (schema: z.ZodType): JsonSchema => toJsonSchema(schema, 'output');
