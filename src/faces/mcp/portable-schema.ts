import { isRecord } from '../../core/index.ts';
import type { JsonSchema } from '../../operations/json-schema.ts';

/** Keywords that every client family accepts as they are. */
const KEPT: ReadonlySet<string> = new Set([
  'type',
  'description',
  'default',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'required',
]);

/** Keywords that are written in another form, or that clients refuse and the server checks itself. */
const KNOWN: ReadonlySet<string> = new Set([
  'properties',
  'items',
  'anyOf',
  'enum',
  'const',
  'format',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  // Some clients refuse patterns, no model needs them, and a listing has a limit.
  'pattern',
  'propertyNames',
  'additionalProperties',
]);

/**
 * The schema of arguments in the keywords that the clients of all model families accept (`schema-subsets.test.ts` lists them). It accepts
 * whatever the full schema accepts, and the call is checked by the full one. Throws on a keyword with no known portable form.
 */
export function portableSchema(schema: JsonSchema): JsonSchema {
  const unknown = Object.keys(schema).find((key) => !KEPT.has(key) && !KNOWN.has(key));
  if (unknown !== undefined) throw new Error(`no portable form of the keyword ${unknown} is known`);
  const { type, description, default: fallback, ...others } = schema;
  if (Array.isArray(type)) {
    const options = (type as readonly string[]).map((one) => (one === 'null' ? { type: one } : { ...others, type: one }));
    const outer = { description, default: fallback };
    return portableSchema({
      ...Object.fromEntries(Object.entries(outer).filter(([, value]) => value !== undefined)),
      anyOf: options,
    });
  }
  const { properties, items, anyOf, format, additionalProperties } = schema;
  const listed = valuesOf(schema);
  if (listed === null && Array.isArray(anyOf) && anyOf.length > 0) {
    const options = (anyOf as readonly JsonSchema[]).map(valuesOf);
    // A choice of single values is one list of values.
    if (options.every((values) => values !== null)) return portableSchema({ ...omit(schema, 'anyOf'), enum: options.flat() });
  }
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([key]) => KEPT.has(key))),
    ...bounds(schema),
    ...(listed === null ? {} : choices(schema, listed)),
    ...(format === 'date-time' ? { format } : {}),
    ...(additionalProperties === false ? { additionalProperties } : {}),
    ...(isRecord(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, of]) => [name, portableSchema(of as JsonSchema)]),
          ),
        }
      : {}),
    ...(isRecord(items) ? { items: portableSchema(items) } : {}),
    ...(Array.isArray(anyOf) ? { anyOf: (anyOf as readonly JsonSchema[]).map(portableSchema) } : {}),
  };
}

/** Exclusive bounds as inclusive ones: exact for whole numbers, otherwise with a word in the description. */
function bounds({ type, description, exclusiveMinimum: over, exclusiveMaximum: under }: JsonSchema): JsonSchema {
  const step = type === 'integer' ? 1 : 0;
  const words =
    step === 1
      ? []
      : [...(typeof over === 'number' ? [`Above ${over}.`] : []), ...(typeof under === 'number' ? [`Below ${under}.`] : [])];
  return {
    ...(typeof over === 'number' ? { minimum: over + step } : {}),
    ...(typeof under === 'number' ? { maximum: under - step } : {}),
    ...(words.length === 0 ? {} : { description: described(description, words) }),
  };
}

/** The values that a schema lists; null if it lists none. */
const valuesOf = ({ enum: listed, const: only }: JsonSchema): readonly unknown[] | null =>
  (listed as readonly unknown[] | undefined) ?? (only === undefined ? null : [only]);

const omit = (schema: JsonSchema, key: string): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));

/** Choices of texts as `enum`. Some clients refuse other values there, so choices of numbers become a range and words. */
function choices({ type, description }: JsonSchema, values: readonly unknown[]): JsonSchema {
  if (values.every((value) => typeof value === 'string')) return { type: type ?? 'string', enum: values };
  const numbers = values.filter((value) => typeof value === 'number');
  const range = {
    type: type ?? (numbers.every(Number.isInteger) ? 'integer' : 'number'),
    minimum: Math.min(...numbers),
    maximum: Math.max(...numbers),
  };
  return {
    ...(numbers.length === values.length ? range : {}),
    description: described(description, [`One of ${values.map(String).join(', ')}.`]),
  };
}

/** A description with further sentences. */
const described = (description: unknown, more: readonly string[]): string =>
  [...(typeof description === 'string' ? [description] : []), ...more].join(' ');
