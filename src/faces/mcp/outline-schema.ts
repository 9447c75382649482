import { answerBase } from '../../core/answer-fields.ts';
import type { JsonSchema } from '../../operations/json-schema.ts';

/** Fields that answers share; the server's instructions describe them once. */
const SHARED: ReadonlySet<string> = new Set([...Object.keys(answerBase), 'absent']);

/** What of a schema stands for itself in an outline. */
const KEPT = ['type', 'const', 'enum'] as const;

type Depth = 'own' | 'nested';

/**
 * The outline of an answer's schema for a listing: its own fields with their descriptions, and names and types of what is inside them.
 * It accepts whatever the schema accepts. The whole schema is in the OpenAPI document, formulas and units in `list_formulas`.
 */
export function outlineSchema(schema: JsonSchema): JsonSchema {
  const own = Object.entries(schema['properties'] as Schemas).filter(([name]) => !SHARED.has(name));
  return { type: 'object', properties: each(own, 'own') };
}

type Schemas = Readonly<Record<string, JsonSchema>>;

const each = (fields: readonly (readonly [string, JsonSchema])[], depth: Depth) =>
  Object.fromEntries(fields.map(([name, field]) => [name, outlined(field, depth)]));

function outlined(schema: JsonSchema, depth: Depth): JsonSchema {
  const { description, properties, items, anyOf, additionalProperties } = schema;
  return {
    ...(anyOf === undefined ? {} : anyOneOf(anyOf as readonly JsonSchema[])),
    ...Object.fromEntries(KEPT.flatMap((key) => (schema[key] === undefined ? [] : [[key, schema[key]]]))),
    ...(depth === 'own' && description !== undefined ? { description } : {}),
    ...(properties === undefined ? {} : { properties: each(Object.entries(properties as Schemas), 'nested') }),
    ...(isSchema(items) ? { items: outlined(items, 'nested') } : {}),
    ...(isSchema(additionalProperties) ? { additionalProperties: outlined(additionalProperties, 'nested') } : {}),
  };
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** `X or null` in one schema where it can be said so, because most fields may be null. */
function anyOneOf(options: readonly JsonSchema[]): JsonSchema {
  const given = options.filter(({ type }) => type !== 'null').map((option) => outlined(option, 'nested'));
  const [only] = given;
  if (only === undefined || given.length === options.length) return { anyOf: given };
  if (given.length > 1 || typeof only['type'] !== 'string' || only['const'] !== undefined)
    return { anyOf: [...given, { type: 'null' }] };
  const values = only['enum'] as readonly unknown[] | undefined;
  return { ...only, type: [only['type'], 'null'], ...(values === undefined ? {} : { enum: [...values, null] }) };
}
