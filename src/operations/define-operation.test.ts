import { expect, test } from 'vitest';
import { z } from 'zod';
import { compileCatalogue } from './catalogue.ts';
import { defineCatalogueOperation, defineOperation, needsSource } from './define-operation.ts';
import { source } from '../core/answer-fields.ts';
import { TOPICS } from './topics/catalogue.ts';
import { createRegistry } from './registry.ts';

const definition = {
  name: 'get_thing',
  title: 'A thing',
  toolset: 'catalogue',
  effects: 'read',
  summary: 'Gives a thing.',
  whenToUse: 'For a thing.',
  examples: [
    { ask: 'A?', input: { a: 'x' } },
    { ask: 'B?', input: { a: 'y' } },
  ],
  input: z.strictObject({ a: z.string().max(1).describe('A letter.') }),
  output: z.strictObject({ b: z.string().describe('A letter.') }),
  errors: [],
  handler: ({ a }: { a: string }) => ({ b: a }),
} as const;

test('a valid definition is accepted', () => {
  const operation = defineCatalogueOperation(definition);
  expect(createRegistry({ operations: [operation], aliases: {}, detail: 'full' }).byName.get('get_thing')?.description).toBe(
    'Gives a thing. For a thing. Example: "A?" {"a":"x"}',
  );
});

test.each([
  [{ name: 'Get-Thing' }, 'a name is'],
  [{ name: 'x'.repeat(49) }, 'a name is'],
  [{ examples: definition.examples.slice(0, 1) }, 'two examples'],
  [{ summary: '' }, 'must say something'],
  [{ examples: [...definition.examples, { ask: 'C?', input: { a: 'too long' } }] }, '"C?"'],
])('a definition with %j is refused', (wrong, said) => {
  expect(() => defineCatalogueOperation({ ...definition, ...wrong })).toThrow(said);
});

test('a name can be used once', () => {
  const operation = defineCatalogueOperation(definition);
  expect(() => createRegistry({ operations: [operation, operation], aliases: {}, detail: 'full' })).toThrow('declared twice');
});

const outputs = {
  none: z.strictObject({ b: z.string() }),
  optional: z.strictObject({ source: source.optional() }),
  nullable: z.strictObject({ source: source.nullable() }),
  defaulted: z.strictObject({ source: source.default('live') }),
  caught: z.strictObject({ source: source.catch('live') }),
  'any text': z.strictObject({ source: z.string() }),
  'live alone': z.strictObject({ source: z.literal('live') }),
};

test.each(Object.entries(outputs))('an operation about data with %s as its source is refused', (_how, output) => {
  expect(() => defineOperation({ ...definition, role: 'any', output, handler: async () => ({}) })).toThrow('needs a source');
});

test('every answer and topic message has a source, except those about the catalogue', () => {
  const { entries } = compileCatalogue({ detail: 'full' });
  const without = entries.filter(({ operation }) => !needsSource(operation.output)).map(({ operation }) => operation);
  expect(without.every(({ about, toolset }) => about === 'catalogue' && toolset === 'catalogue')).toBe(true);
  expect(without.map(({ name }) => name).toSorted()).toEqual([
    'call_read_tool',
    'call_write_tool',
    'find_tools',
    'list_formulas',
    'list_operations',
  ]);
  expect([...TOPICS.values()].filter(({ output }) => !needsSource(output))).toEqual([]);
});
