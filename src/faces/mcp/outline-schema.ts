import { answerBase } from '../../core/answer-fields.ts';
import type { JsonSchema } from '../../operations/json-schema.ts';

/** Common fields of answers, described once in the server's instructions. */
const SHARED: ReadonlySet<string> = new Set([...Object.keys(answerBase), 'absent']);

/** Keywords of a schema that an outline keeps. */
const KEPT = ['type', 'enum'] as const;

/**
 * The outline of an answer's schema for a listing: top-level fields with their descriptions, and the names of their fields, because
 * answers show the rest and listings cost tokens. It accepts everything that the schema accepts. The full schema is in the OpenAPI
 * document; formulas and units are in `list_formulas`.
 */
export function outlineSchema(schema: JsonSchema): JsonSchema {
  const own = Object.entries(schema['properties'] as Schemas).filter(([name]) => !SHARED.has(name));
  return { type: 'object', properties: Object.fromEntries(own.map(([name, field]) => [name, outlined(field)])) };
}

/** A longer list of values grows with the catalogue, as the kinds of streams do. */
const MOST_VALUES = 6;
const isLong = (values: unknown): boolean => Array.isArray(values) && values.length > MOST_VALUES;

type Schemas = Readonly<Record<string, JsonSchema>>;

function outlined(schema: JsonSchema): JsonSchema {
  const { description, properties, items, anyOf, additionalProperties, const: only } = schema;
  return {
    // Some clients refuse the keyword `const`.
    ...(only === undefined ? {} : { enum: [only] }),
    ...(anyOf === undefined ? {} : anyOneOf(anyOf as readonly JsonSchema[])),
    ...Object.fromEntries(KEPT.flatMap((key) => (schema[key] === undefined || isLong(schema[key]) ? [] : [[key, schema[key]]]))),
    ...(description === undefined ? {} : { description }),
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.keys(properties as Schemas).map((name) => [name, {}])) }),
    ...(isSchema(items) ? { items: undescribed(items) } : {}),
    ...(isSchema(additionalProperties) ? { additionalProperties: undescribed(additionalProperties) } : {}),
  };
}

/** The schema of an item or of an option. */
function undescribed(schema: JsonSchema): JsonSchema {
  const { description: _, ...rest } = outlined(schema);
  return rest;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** Writes `X or null` as one schema if possible, because most fields may be null. */
function anyOneOf(options: readonly JsonSchema[]): JsonSchema {
  const given = options.filter(({ type }) => type !== 'null').map(undescribed);
  const [only] = given;
  if (only === undefined || given.length === options.length) return { anyOf: given };
  if (given.length > 1 || typeof only['type'] !== 'string') return { anyOf: [...given, { type: 'null' }] };
  const values = only['enum'] as readonly unknown[] | undefined;
  return { ...only, type: [only['type'], 'null'], ...(values === undefined ? {} : { enum: [...values, null] }) };
}
