import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

import { ROOT } from '../scripts/run.ts';

const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT });

/** Links of a page to files of the project; code blocks and the web aside. */
const linksOf = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^([a-z]+:|#)/.test(target));

test.each(pages)('every link of %s has a target', (page) => {
  const broken = linksOf(readFileSync(join(ROOT, page), 'utf8')).filter(
    (target) => !existsSync(join(ROOT, dirname(page), target.replace(/#.*/, ''))),
  );
  expect(broken).toEqual([]);
});

test('the search finds links', () => {
  expect(linksOf(readFileSync(join(ROOT, 'README.md'), 'utf8'))).toContain('CONTRIBUTING.md');
});

test('no page has a reader run a package of our name that is not ours', () => {
  const commands = globSync(['*.md', 'docs/**/*.md', 'src/**/*.ts', 'scripts/**/*.ts'], { cwd: ROOT }).filter((page) =>
    /^\s*npx tallyfoil/m.test(readFileSync(join(ROOT, page), 'utf8')),
  );
  expect(commands).toEqual([]);
});
