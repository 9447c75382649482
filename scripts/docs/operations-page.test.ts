import { expect, test } from 'vitest';
import { operationsPage } from './operations-page.ts';

test('the page shows both defaults of an argument whose default differs over MCP', async () => {
  const rows = (await operationsPage())
    .split('\n')
    .filter((line) => line.startsWith('| `detail` (optional) | `concise`, `full`'));
  expect(rows.length).toBeGreaterThan(4);
  for (const row of rows) expect(row).toContain('| `"full"`; MCP `"concise"` |');
});

test('a default that all faces share stands alone', async () => {
  expect(await operationsPage()).toContain('| `[10,60,300]` |');
});
