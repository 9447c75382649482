import { describe, expect, test } from 'vitest';
import { isRecord } from '../../core/index.ts';
import { compileCatalogue } from '../../operations/index.ts';
import type { JsonSchema } from '../../operations/json-schema.ts';
import { toTool } from './tool.ts';

/** What the clients of one family accept in the schema of a tool's arguments, by their documents and their users' reports. */
interface Subset {
  readonly family: string;
  /** Keywords anywhere in a schema; null: all of JSON Schema 2020-12. */
  readonly keywords: ReadonlySet<string> | null;
  /** Only texts are allowed in `enum`. */
  readonly textEnums: boolean;
  /** Longest name, with the prefix that the client adds to it. */
  readonly longestName: number;
}

/** Gemini takes `additionalProperties` since November 2025; its clients removed it before. */
const BASIC = [
  'type',
  'description',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'anyOf',
  'default',
  'minimum',
  'maximum',
];
const SIZES = ['minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'format'];
const WITHOUT_BOUNDS = new Set([...BASIC, ...SIZES]);

const SUBSETS: readonly Subset[] = [
  { family: 'Claude', keywords: null, textEnums: false, longestName: 64 },
  {
    family: 'ChatGPT',
    keywords: new Set([...BASIC, ...SIZES, 'const']),
    textEnums: false,
    longestName: 64,
  },
  { family: 'Gemini', keywords: WITHOUT_BOUNDS, textEnums: true, longestName: 63 },
  // It passes tools to models of any maker, Gemini among them.
  { family: 'Cursor', keywords: WITHOUT_BOUNDS, textEnums: true, longestName: 60 },
  { family: 'VS Code', keywords: WITHOUT_BOUNDS, textEnums: true, longestName: 64 },
  { family: 'Codex', keywords: new Set([...BASIC, ...SIZES]), textEnums: true, longestName: 64 },
];

const PREFIX = 'mcp__tallyfoil__';
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);

/** The schemas inside a schema, itself first, each with its path. */
function* schemasIn(schema: JsonSchema, path: string): Generator<readonly [string, JsonSchema], void> {
  yield [path, schema];
  const { properties, items, anyOf } = schema;
  if (isRecord(properties))
    for (const [name, of] of Object.entries(properties)) yield* schemasIn(of as JsonSchema, `${path}.${name}`);
  if (isRecord(items)) yield* schemasIn(items, `${path}[]`);
  if (Array.isArray(anyOf)) for (const option of anyOf as readonly JsonSchema[]) yield* schemasIn(option, `${path}|`);
}

function problemsOf({ keywords, textEnums }: Subset, root: JsonSchema): string[] {
  const problems = root['type'] === 'object' && root['anyOf'] === undefined ? [] : ['the root is not a plain object'];
  for (const [path, schema] of schemasIn(root, '')) {
    for (const key of Object.keys(schema)) if (keywords !== null && !keywords.has(key)) problems.push(`${path}: ${key}`);
    const { type, anyOf, items, enum: values, format, pattern } = schema;
    if (anyOf === undefined && !TYPES.has(type as string)) problems.push(`${path}: type ${JSON.stringify(type)}`);
    if (type === 'array' && !isRecord(items)) problems.push(`${path}: an array without items`);
    if (type !== 'array' && items !== undefined) problems.push(`${path}: items of no array`);
    if (textEnums && Array.isArray(values) && !values.every((value) => typeof value === 'string')) problems.push(`${path}: enum`);
    if (format !== undefined && format !== 'date-time') problems.push(`${path}: format ${JSON.stringify(format)}`);
    // Patterns without lookaround, so that every engine takes them.
    if (typeof pattern === 'string' && /\(\?[=!<]|\\p\{/.test(pattern)) problems.push(`${path}: pattern ${pattern}`);
  }
  return problems;
}

const tools = compileCatalogue({ detail: 'concise' }).entries.map((entry) => toTool(entry));

describe.each(SUBSETS)('$family', (subset) => {
  test('accepts the arguments of every tool', () =>
    expect(tools.flatMap(({ name, inputSchema }) => problemsOf(subset, inputSchema).map((what) => `${name}${what}`))).toEqual(
      [],
    ));

  test('accepts every name', () => {
    const long = tools.filter(({ name }) => `${PREFIX}${name}`.length > subset.longestName || !/^[a-z][a-z0-9_]*$/.test(name));
    expect(long.map(({ name }) => name)).toEqual([]);
  });
});

test('no answer is listed with a keyword that clients refuse', () => {
  const listed = JSON.stringify(tools.map(({ outputSchema }) => outputSchema));
  for (const key of ['const', 'exclusiveMinimum', 'exclusiveMaximum', 'propertyNames', '$ref'])
    expect(listed).not.toContain(`"${key}":`);
});

test('the check finds what a client would refuse', () => {
  const [, , gemini] = SUBSETS;
  const bad = {
    type: 'object',
    properties: { a: { type: 'number', exclusiveMinimum: 0 }, b: { type: ['string', 'null'] }, c: { type: 'array' } },
  };
  expect(problemsOf(gemini as Subset, bad)).toEqual([
    '.a: exclusiveMinimum',
    '.b: type ["string","null"]',
    '.c: an array without items',
  ]);
});
