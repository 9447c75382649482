import { z } from 'zod';
import { lateEntry } from '../late-entry.ts';
import type { Alias, Entry, Example } from '../types.ts';
import { SPELLINGS, type Spelling } from './spellings.ts';

/** Derives an alias's entry from that of its operation. A row with unknown arguments throws when `input` is read. */
export function aliasEntry(alias: Alias, target: Entry): Entry {
  const { name, title, operation, renamed = {}, fixed = {}, spellings = {}, example = {} } = alias;
  const shown: Example = { ask: title, input: example };
  const taken = new Set([...Object.keys(fixed), ...Object.values(renamed)]);
  return lateEntry(
    {
      name,
      title,
      toolset: target.toolset,
      effects: target.effects,
      operation: target.operation,
      alias,
      examples: [shown],
      argumentNames: [...Object.keys(renamed), ...target.argumentNames.filter((field) => !taken.has(field))],
      spell: (raw) => spell(raw, spellings),
      toOperationInput: (checked) => ({
        ...fixed,
        ...Object.fromEntries(Object.entries(checked).map(([field, value]) => [renamed[field] ?? field, value])),
      }),
    },
    {
      description: () =>
        `${title}: ${operation}${fixedText(fixed)}. ${target.operation.summary} Example: ${JSON.stringify(example)}`,
      input: () => aliasInput(alias, target),
    },
  );
}

function aliasInput(alias: Alias, target: Entry): z.ZodObject {
  const { name, renamed = {}, defaults = {}, fixed = {}, spellings = {}, example = {} } = alias;
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
  if (!input.safeParse(example).success) throw new Error(`alias ${name}: its example does not pass its own input`);
  return input;
}

interface Unwrappable extends z.ZodType {
  unwrap(): z.ZodType;
}

/** Replaces an optional field or an earlier default; keeps the description. */
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
