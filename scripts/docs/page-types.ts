import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../run.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      { readonly post?: { readonly requestBody: { readonly content: Readonly<Record<string, { schema: Schema }>> } } }
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The type name for a name of the document; `Error` would hide the built-in one. */
const pascal = (name: string): string =>
  name === 'error' ? 'Refusal' : name.replace(/(^|_)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());

const union = (parts: readonly string[]): string => [...new Set(parts)].join(' | ');

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** A JSON Schema, of the kinds that our OpenAPI document uses, as a TypeScript type. Throws on a kind it doesn't know. */
export function typeOf(schema: Schema, indent = ''): string {
  const { $ref, anyOf, type, properties, items } = schema;
  if ($ref !== undefined) return pascal($ref.split('/').at(-1) ?? '');
  if ('const' in schema) return JSON.stringify(schema.const).replaceAll('"', "'");
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value).replaceAll('"', "'")));
  if (anyOf) return union(anyOf.map((one) => typeOf(one, indent)));
  if (Array.isArray(type)) return union((type as string[]).map((one) => typeOf({ ...schema, type: one }, indent)));
  if (type === 'array') return `readonly (${items ? typeOf(items, indent) : 'unknown'})[]`;
  if (type === 'object' || properties) return objectType(schema, indent);
  if (typeof type === 'string' && SIMPLE[type] !== undefined) return SIMPLE[type];
  if (type === undefined) return 'unknown';
  throw new Error(`the page's types can't say ${JSON.stringify(schema).slice(0, 200)}`);
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema, indent: string): string {
  const fields = Object.entries(properties);
  const more = additionalProperties === undefined || additionalProperties === false ? null : additionalProperties;
  if (fields.length === 0)
    return `Readonly<Record<string, ${typeof more === 'object' && more !== null ? typeOf(more, indent) : 'unknown'}>>`;
  const deeper = `${indent}  `;
  const lines = fields.map(([name, field]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
    return `${deeper}readonly ${key}${required.includes(name) ? '' : '?'}: ${typeOf(field, deeper)};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** The types of everything the page reads and asks, from the OpenAPI document that the server serves. */
export async function pageTypes(): Promise<string> {
  const { compileCatalogue } = await import('../../src/operations/index.ts');
  const { openApiDocument } = await import('../../src/faces/http/openapi.ts');
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const document = openApiDocument(compileCatalogue({ detail: 'full' }), version) as unknown as Document;
  const schemas = Object.entries(document.components.schemas);
  const known = new Map<string, string>();
  const types = schemas.map(([name, schema]) => {
    const text = typeOf(schema);
    const twin = known.get(text);
    known.set(text, twin ?? pascal(name));
    return `export type ${pascal(name)} = ${twin ?? text};\n`;
  });
  const calls = Object.entries(document.paths).flatMap(([path, { post }]) => {
    const name = path.split('/').at(-1) ?? '';
    const answer = `${name}_answer`;
    if (post === undefined || !(answer in document.components.schemas)) return [];
    const input = post.requestBody.content['application/json']?.schema ?? {};
    return [`  readonly ${name}: { readonly input: ${typeOf(input, '  ')}; readonly answer: ${pascal(answer)} };`];
  });
  const topics = schemas.flatMap(([name]) =>
    name.endsWith('_message') ? [`  readonly ${name.slice(0, -'_message'.length)}: ${pascal(name)};`] : [],
  );
  return [
    '// Made by `npm run docs` from the OpenAPI document. Do not edit.\n',
    ...types,
    `export interface Operations {\n${calls.join('\n')}\n}\n`,
    `export interface Topics {\n${topics.join('\n')}\n}\n`,
  ].join('\n');
}
