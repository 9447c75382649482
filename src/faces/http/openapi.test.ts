import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { callOperation } from '../../operations/index.ts';
import { sampleInput, testContext } from '../../operations/testing/context.ts';
import { openApiDocument } from './openapi.ts';

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId: string; requestBody?: unknown; responses: Record<string, unknown> }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const context = testContext();
const document = openApiDocument(context.registry, '1.2.3') as unknown as Document;
const text = JSON.stringify(document);

test('is OpenAPI 3.1 with a path for every name and no id used twice', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { name } of context.registry.entries) expect(document.paths).toHaveProperty([`/api/v1/call/${name}`, 'post']);
});

test('every reference has a target', () => {
  const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
  expect(references.length).toBeGreaterThan(0);
  for (const name of references) expect(document.components.schemas).toHaveProperty(name);
});

test('every operation lists its errors, with our error body', () => {
  for (const [path, { post }] of Object.entries(document.paths)) {
    if (post) expect(Object.keys(post.responses), path).toEqual(expect.arrayContaining(['200', '400', '403', '500']));
  }
});

test('every schema is valid JSON Schema 2020-12, and every answer and example passes it', async () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  for (const entry of context.registry.entries) {
    const takes = ajv.compile(entry.inputSchema);
    const answers = ajv.compile(document.components.schemas[`${entry.operation.name}_answer`] ?? false);
    for (const { input } of entry.examples) {
      expect(takes(input), `${entry.name} ${JSON.stringify(takes.errors)}`).toBe(true);
    }
    const input = sampleInput(entry);
    const answer = await callOperation(context, entry.name, input);
    expect(answers(JSON.parse(JSON.stringify(answer))), `${entry.name} ${JSON.stringify(answers.errors)}`).toBe(true);
  }
});
