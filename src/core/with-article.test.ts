import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withArticle } from './with-article.ts';

test.each([
  ['ask', 'an ask'],
  ['bid', 'a bid'],
  ['open_interest', 'an open_interest'],
  ['Iceberg', 'an Iceberg'],
  ['number of levels', 'a number of levels'],
])('the article of %s', (noun, text) => expect(withArticle(noun)).toBe(text));

/** Texts with an article before a filled-in word: the word may begin with a vowel. */
const FILLED = /(?<![\w-])(?:a|an|A|An) \$\{(?<word>[^}]*)\}/g;
/** Words that always begin with a consonant. */
const CONSONANT = new Set(["numeric ? 'number' : 'text'", 'dayNames(rest)']);

test('no text writes an article before a word that it fills in', () => {
  const root = new URL('../../', import.meta.url);
  const fixed = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', 'src/faces/cli/completion.ts'] })
    .flatMap((file) =>
      Array.from(readFileSync(new URL(file, root), 'utf8').matchAll(FILLED), ({ groups }) => `${file}: ${groups?.['word']}`),
    )
    .filter((found) => !CONSONANT.has(found.slice(found.indexOf(': ') + 2)) && !found.startsWith('src/core/with-article.ts'));
  expect(fixed).toEqual([]);
});
