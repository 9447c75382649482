import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { callOperation } from './call.ts';
import { compileCatalogue } from './catalogue.ts';
import { surfaceEntries } from './surfaces.ts';
import type { Entry } from './types.ts';
import { sampleInput, testContext } from './testing/context.ts';

const registry = compileCatalogue({ detail: 'concise' });
const names = (surface: string) => surfaceEntries(registry, surface).map(({ name }) => name);

/** The text that a client sends to its model: name, description, input schema. */
const tokens = ({ name, description, inputSchema }: (typeof registry.entries)[number]) =>
  countTokens(JSON.stringify({ name, description, input_schema: inputSchema }));

describe('surfaces', () => {
  test('default holds at most 24 tools and 6,000 tokens, and every name it lists exists', () => {
    const entries = surfaceEntries(registry, 'default');
    expect(entries.length).toBeLessThanOrEqual(24);
    expect(entries.reduce((sum, entry) => sum + tokens(entry), 0)).toBeLessThanOrEqual(6_000);
  });

  test('no tool costs over 600 tokens', () => {
    for (const entry of registry.entries) expect(tokens(entry), entry.name).toBeLessThanOrEqual(600);
  });

  test('readonly has every operation that only reads; full has all', () => {
    expect(names('readonly')).toEqual(registry.entries.filter(({ effects }) => effects === 'read').map(({ name }) => name));
    expect(names('full')).toHaveLength(registry.entries.length);
  });

  test('toolsets join', () => {
    expect(names('catalogue')).toEqual(['find_tools', 'call_read_tool', 'call_write_tool', 'list_operations', 'list_formulas']);
    expect(names('market,catalogue')).toEqual(names('catalogue, market'));
  });

  test.each(['', 'nothing', 'market,nothing', '__proto__', 'constructor'])('there is no surface %j', (surface) => {
    expect(() => names(surface)).toThrow('There is no surface');
  });
});

describe('the size of an answer in o200k tokens', () => {
  const input = (name: string) => sampleInput(registry.byName.get(name) as Entry);
  const cost = async (name: string, detail: 'concise' | 'full') =>
    countTokens(JSON.stringify(await callOperation(testContext({ detail }), name, input(name))));

  test.each(registry.entries.map(({ name }) => name))('%s: 600 concise, 2,000 full', async (name) => {
    expect(await cost(name, 'concise')).toBeLessThanOrEqual(600);
    expect(await cost(name, 'full')).toBeLessThanOrEqual(2_000);
  });
});
