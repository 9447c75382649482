import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Files of shared code and types, without a formula. */
const NO_FORMULA = new Set([
  ...[
    'index',
    'bands',
    'book-json',
    'book-rows',
    'compare-books',
    'known-range',
    'liquidity-history',
    'liquidity-json',
    'order-book',
    'size-code',
    'touch',
  ],
  ...['compensated', 'event-rows', 'volume-table', 'normal-cdf', 'rolling-median', 'rolling-window', 'trade'],
]);

test('docs/formulas.md lists every formula file, and no others', () => {
  const page = readFileSync(new URL('../../../docs/formulas.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| .*\.ts`/.test(line));
  const listed = new Set(rows.flatMap((line) => [...line.matchAll(/`([a-z-]+)\.ts`/g)].map(([, name]) => name)));
  const files = ['../book', '../derivatives', '.'].flatMap((folder) => readdirSync(new URL(`${folder}/`, import.meta.url)));
  const formulas = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).map((file) => file.slice(0, -3));
  expect(listed).toEqual(new Set(formulas.filter((name) => !NO_FORMULA.has(name))));
});
