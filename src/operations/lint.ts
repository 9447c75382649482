import type { Entry } from './types.ts';
import type { JsonSchema } from './json-schema.ts';

const NAME = /^[a-z][a-z0-9_]{2,47}$/;
const MAX_DESCRIPTION = 700;
/** Units, one of which a number's description must name. */
const UNIT =
  /currenc|second|millisecond|\bms\b|bps|basis point|per cent|0–1|number of|levels|count|score|share|\bid\b|sequence|price|length|size|ratio|\bhours\b|`unit`/i;
/** Formats that zod expands to regular expressions of up to 196 tokens, or to meaningless bounds. */
const BLOATED_FORMATS = new Set([
  'date-time',
  'date',
  'time',
  'duration',
  'uuid',
  'email',
  'ipv4',
  'ipv6',
  'uri',
  'cuid',
  'ulid',
]);

/** The errors of an entry; empty if there are none. */
export function lintEntry(entry: Entry): string[] {
  return [
    ...(NAME.test(entry.name) ? [] : ['a name is 3 to 48 of a-z, 0-9 and _']),
    ...(entry.description.length > MAX_DESCRIPTION ? [`description over ${MAX_DESCRIPTION} characters`] : []),
    ...lintLimit(entry.inputSchema),
    ...lintSchema(entry.inputSchema, 'input'),
    ...lintSchema(entry.outputSchema, 'output'),
  ];
}

/** Without a `limit`, a list has as many rows as a person expects; `detail` shortens an answer. */
export function lintLimit(schema: JsonSchema): string[] {
  const { limit } = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  if (limit === undefined) return [];
  const stated = /default (\d+)/.exec(String(limit['description']))?.[1];
  const [rows, most] = [Number(limit['default'] ?? stated), Number(limit['maximum'])];
  return most < 10 || (rows >= 10 && rows <= 50) ? [] : ['the default of limit is not 10 to 50'];
}

/** Requires a description for every property, a unit for numbers, and no long formats; walks the whole schema. */
export function lintSchema(schema: JsonSchema, path: string): string[] {
  const problems: string[] = [];
  const { format, pattern } = schema;
  if (typeof format === 'string' && BLOATED_FORMATS.has(format)) problems.push(`${path} uses the format ${format}; use text`);
  if (typeof pattern === 'string' && pattern.length > 60) problems.push(`${path} has a pattern over 60 characters`);
  for (const [name, field] of Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>)) {
    const at = `${path}.${name}`;
    const { description } = field;
    if (typeof description !== 'string' || description.length === 0) problems.push(`${at} is not described`);
    else if (isNumeric(field) && !UNIT.test(description)) problems.push(`${at} does not say its unit`);
    problems.push(...lintSchema(field, at));
  }
  const { items, anyOf } = schema;
  if (isSchema(items)) problems.push(...lintSchema(items, `${path}[]`));
  if (Array.isArray(anyOf)) for (const one of anyOf) if (isSchema(one)) problems.push(...lintSchema(one, path));
  return problems;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

function isNumeric(schema: JsonSchema): boolean {
  const { type, anyOf } = schema;
  const types = Array.isArray(type) ? type : [type];
  if (types.includes('number') || types.includes('integer')) return true;
  return Array.isArray(anyOf) && anyOf.some((one) => isSchema(one) && isNumeric(one));
}
