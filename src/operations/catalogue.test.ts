import { expect, test } from 'vitest';
import { callOperation } from './call.ts';
import { compileCatalogue, OPERATIONS } from './catalogue.ts';
import { searchEntries } from './catalogue/search.ts';
import { lintEntry, lintSchema } from './lint.ts';
import { createRegistry } from './registry.ts';
import { surfaceEntries } from './surfaces.ts';
import { testContext } from './testing/context.ts';
import { TOPICS } from './topics/catalogue.ts';
import type { Alias } from './types.ts';

test.each(compileCatalogue({ detail: 'full' }).entries)('$name compiles, and the lint finds nothing', (entry) => {
  expect(entry.input.shape).toBeTypeOf('object');
  expect(entry.argumentNames).toEqual(Object.keys(entry.input.shape));
  expect(lintEntry(entry)).toEqual([]);
});

test.each([...TOPICS.values()])('the lint finds nothing in the topic $name', ({ parametersSchema, outputSchema }) => {
  expect([...lintSchema(parametersSchema, 'parameters'), ...lintSchema(outputSchema, 'output')]).toEqual([]);
});

test('a face with the same detail shares one catalogue', () => {
  expect(compileCatalogue({ detail: 'full' })).toBe(compileCatalogue({ detail: 'full' }));
  expect(compileCatalogue({ detail: 'full' })).not.toBe(compileCatalogue({ detail: 'concise' }));
});

/** Rows that throw when their schema is compiled, so that any compilation is detected. */
const uncompilable = Array.from({ length: 500 }, (_, n): Alias => ({
  name: `market_name_${n}`,
  title: `Gazpacho ${n}`,
  operation: 'get_book',
  defaults: { gazpacho: n },
}));

test('names that are never called are never compiled', async () => {
  const registry = createRegistry({ operations: OPERATIONS, aliases: { market: uncompilable }, detail: 'concise' });
  expect(registry.entries).toHaveLength(OPERATIONS.length + 500);
  expect(surfaceEntries(registry, 'default').map(({ inputSchema }) => inputSchema)).toHaveLength(18);
  expect(searchEntries(registry, 'gazpacho', 3)).toHaveLength(1);
  expect(searchEntries(registry, 'market_name_7', 1)[0]?.entry.title).toBe('Gazpacho 7');
  const context = { ...testContext(), registry };
  await expect(callOperation(context, 'list_operations', { surface: 'brief', limit: 1_000 })).resolves.toMatchObject({
    count: 502,
  });
  await expect(callOperation(context, 'get_book', { symbol: 'BTCUSDT' })).resolves.toHaveProperty('as_of');
  await expect(callOperation(context, 'get_boook', {})).rejects.toThrow('get_boook');
  expect(() => registry.byName.get('market_name_7')?.inputSchema).toThrow('no argument gazpacho');
});
