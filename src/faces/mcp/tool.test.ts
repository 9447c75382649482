import { describe, expect, test } from 'vitest';
import { compileCatalogue, surfaceEntries } from '../../operations/index.ts';
import { toTool } from './tool.ts';

const registry = compileCatalogue({ detail: 'concise' });

describe.each(registry.entries.map((entry) => [entry.name, toTool(entry)] as const))('%s', (name, tool) => {
  test('has title, all four hints, an output schema, a toolset and examples', () => {
    expect(tool).toMatchObject({
      name,
      title: expect.any(String),
      annotations: {
        title: expect.any(String),
        readOnlyHint: expect.any(Boolean),
        destructiveHint: expect.any(Boolean),
        idempotentHint: expect.any(Boolean),
        openWorldHint: expect.any(Boolean),
      },
      outputSchema: { type: 'object' },
      inputSchema: { type: 'object', additionalProperties: false },
      _meta: { 'tallyfoil/toolset': expect.any(String), 'tallyfoil/examples': expect.arrayContaining([expect.anything()]) },
    });
    expect(tool.description).toContain('Example:');
  });

  test('is what was agreed', async () => {
    await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(`./__snapshots__/${name}.json`);
  });
});

test('no description gives orders to a model', () => {
  for (const { description } of registry.entries) expect(description).not.toMatch(/\b(MUST|IMPORTANT|ALWAYS|NEVER)\b/);
});

test('the default surface has the agreed tools in this order', async () => {
  const names = surfaceEntries(registry, 'default').map(({ name }) => name);
  await expect(`${names.join('\n')}\n`).toMatchFileSnapshot('./__snapshots__/default-surface.txt');
});

test('the default listing is at most 40 kB on the wire', () => {
  const tools = surfaceEntries(registry, 'default').map(toTool);
  expect(Buffer.byteLength(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } }))).toBeLessThanOrEqual(40_000);
});
