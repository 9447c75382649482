import { z } from 'zod';
import { inputJsonSchema } from './json-schema.ts';
import { SPELLINGS, type Spelling } from './spellings.ts';
import type { Alias, Entry, Example } from './types.ts';

/** Derives an alias's entry from that of its operation. Throws when a row names arguments that don't exist. */
export function aliasEntry(alias: Alias, target: Entry): Entry {
  const { name, title, renamed = {}, defaults = {}, fixed = {}, spellings = {} } = alias;
  const shape: Record<string, z.ZodType> = { ...target.input.shape };
  const take = (field: string): z.ZodType => {
    const schema = shape[field];
    if (!schema) throw new Error(`alias ${name}: ${alias.operation} has no argument ${field}`);
    delete shape[field];
    return schema;
  };
  for (const [field, value] of Object.entries(fixed)) take(field).parse(value);
  const taken = Object.entries(renamed).map(([own, field]) => [own, take(field)] as const);
  const own: Record<string, z.ZodType> = { ...Object.fromEntries(taken), ...shape };
  for (const [field, value] of Object.entries(defaults)) {
    const schema = own[field];
    if (!schema) throw new Error(`alias ${name}: no argument ${field} to default`);
    own[field] = withDefault(schema, schema.parse(value));
  }
  for (const field of Object.keys(spellings)) {
    if (!own[field]) throw new Error(`alias ${name}: no argument ${field} to spell`);
  }
  const input = z.strictObject(own);
  const example: Example = { ask: alias.title, input: alias.example ?? {} };
  if (!input.safeParse(example.input).success) throw new Error(`alias ${name}: its example does not pass its own input`);
  return {
    ...target,
    name,
    title,
    description: `${title}: ${alias.operation}${fixedText(fixed)}. ${target.operation.summary} Example: ${JSON.stringify(alias.example ?? {})}`,
    alias,
    examples: [example],
    input,
    inputSchema: inputJsonSchema(input),
    spell: (raw) => spell(raw, spellings),
    toOperationInput: (checked) => ({
      ...fixed,
      ...Object.fromEntries(Object.entries(checked).map(([field, value]) => [renamed[field] ?? field, value])),
    }),
  };
}

interface Unwrappable extends z.ZodType {
  unwrap(): z.ZodType;
}

/** A default replaces what was optional or defaulted before, and keeps the description. */
function withDefault(schema: z.ZodType, value: unknown): z.ZodType {
  const inner = schema.type === 'optional' || schema.type === 'default' ? (schema as Unwrappable).unwrap() : schema;
  const described =
    schema.description !== undefined && inner.description === undefined ? inner.describe(schema.description) : inner;
  return described.default(value);
}

function spell(raw: Readonly<Record<string, unknown>>, spellings: Readonly<Record<string, Spelling>>) {
  const spelled = Object.entries(spellings).flatMap(([field, kind]) => {
    const value = raw[field];
    return typeof value === 'string' ? [[field, SPELLINGS[kind](value)] as const] : [];
  });
  return { ...raw, ...Object.fromEntries(spelled) };
}

function fixedText(fixed: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(fixed).map(([field, value]) => `${field} ${String(value)}`);
  return parts.length > 0 ? ` with ${parts.join(', ')}` : '';
}
