import { answerBase } from '../../core/answer-fields.ts';
import type { JsonSchema } from '../../operations/json-schema.ts';

/** Common fields of answers, described once in the server's instructions. */
const SHARED: ReadonlySet<string> = new Set([...Object.keys(answerBase), 'absent']);

/**
 * Keywords of a schema that an outline keeps. The values of a nested field are left out, and the type if it may be
 * null: answers show them, and listings cost tokens.
 */
const KEPT = { own: ['type', 'enum'], nested: ['type'] } as const;

/** `own`: the fields of an answer; `nested`: their fields. Fields below these are not listed. */
type Depth = 'own' | 'nested';

/**
 * The outline of an answer's schema for a listing: top-level fields with their descriptions, their fields with names and types. It
 * accepts everything that the schema accepts. The full schema is in the OpenAPI document; formulas and units are in `list_formulas`.
 */
export function outlineSchema(schema: JsonSchema): JsonSchema {
  const own = Object.entries(schema['properties'] as Schemas).filter(([name]) => !SHARED.has(name));
  return { type: 'object', properties: each(own, 'own') };
}

/** A longer list of values grows with the catalogue, as the kinds of streams do. */
const MOST_VALUES = 6;
const isLong = (values: unknown): boolean => Array.isArray(values) && values.length > MOST_VALUES;

type Schemas = Readonly<Record<string, JsonSchema>>;

const each = (fields: readonly (readonly [string, JsonSchema])[], depth: Depth) =>
  Object.fromEntries(fields.map(([name, field]) => [name, outlined(field, depth)]));

function outlined(schema: JsonSchema, depth: Depth): JsonSchema {
  const { description, properties, items, anyOf, additionalProperties, const: only } = schema;
  return {
    // Some clients refuse the keyword `const`.
    ...(only === undefined ? {} : { enum: [only] }),
    ...(anyOf === undefined || depth === 'nested' ? {} : anyOneOf(anyOf as readonly JsonSchema[], depth)),
    ...Object.fromEntries(
      KEPT[depth].flatMap((key) =>
        schema[key] === undefined || isLong(schema[key]) || (depth === 'nested' && Array.isArray(schema[key]))
          ? []
          : [[key, schema[key]]],
      ),
    ),
    ...(depth === 'own' && description !== undefined ? { description } : {}),
    ...(properties === undefined || depth === 'nested'
      ? {}
      : { properties: each(Object.entries(properties as Schemas), 'nested') }),
    ...(isSchema(items) ? { items: undescribed(items, depth) } : {}),
    ...(isSchema(additionalProperties) ? { additionalProperties: undescribed(additionalProperties, depth) } : {}),
  };
}

/** The schema of an item or of an option, which is at the depth of its list or choice. */
function undescribed(schema: JsonSchema, depth: Depth): JsonSchema {
  const { description: _, ...rest } = outlined(schema, depth);
  return rest;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** Writes `X or null` as one schema if possible, because most fields may be null. */
function anyOneOf(options: readonly JsonSchema[], depth: Depth): JsonSchema {
  const given = options.filter(({ type }) => type !== 'null').map((option) => undescribed(option, depth));
  const [only] = given;
  if (only === undefined || given.length === options.length) return { anyOf: given };
  if (given.length > 1 || typeof only['type'] !== 'string') return { anyOf: [...given, { type: 'null' }] };
  const values = only['enum'] as readonly unknown[] | undefined;
  return { ...only, type: [only['type'], 'null'], ...(values === undefined ? {} : { enum: [...values, null] }) };
}
