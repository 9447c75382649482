import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The package has no `docs`, and a client of MCP or HTTP has no files of the server at all. */
const POINTER = /\bdocs\/[\w./-]+|\b[\w-]+\.md\b/;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$|(?<=[;,{)\]}\s])\/\/ .*$/gm;

const withoutComments = (text: string): string => text.replace(COMMENT, (found) => found.replaceAll(/[^\n]/g, ' '));

const pointersIn = (text: string): string[] =>
  withoutComments(text)
    .split('\n')
    .filter((row) => POINTER.test(row.replaceAll(/https?:\/\/\S+/g, '')))
    .map((row) => row.trim());

test('no message, advice, description or formula points at a file that its reader may not have', () => {
  const root = new URL('../', import.meta.url);
  const files = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/testing/**'] });
  const found = files.flatMap((file) => pointersIn(readFileSync(new URL(file, root), 'utf8')).map((row) => `${file}: ${row}`));
  expect(found).toEqual([]);
  expect(files.length).toBeGreaterThan(500);
});

test('a pointer is found in a text and not in a comment or an address', () => {
  expect(pointersIn("advice: () => 'docs/alerts.md has examples.',")).toHaveLength(1);
  expect(pointersIn("formula: 'fitted evidence (detectors.md)'")).toHaveLength(1);
  expect(pointersIn("/** See docs/alerts.md. */\n// docs/alerts.md\nconst a = 'https://example.com/docs/page';")).toEqual([]);
});
