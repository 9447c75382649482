import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineCatalogueOperation } from './define-operation.ts';
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

test('a good definition is taken', () => {
  const operation = defineCatalogueOperation(definition);
  expect(createRegistry({ operations: [operation], aliases: [], detail: 'full' }).byName.get('get_thing')?.description).toBe(
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
  expect(() => createRegistry({ operations: [operation, operation], aliases: [], detail: 'full' })).toThrow('declared twice');
});
