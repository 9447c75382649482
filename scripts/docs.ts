// Writes the generated pages under docs/generated. With --check it writes nothing and fails when a page is not what it would write.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { errorsPage } from './docs/errors-page.ts';
import { ROOT } from './run.ts';

/** A page, or a marked part of one, that is made from the code. */
interface Generated {
  /** Where it goes, from the root of the checkout. */
  readonly file: string;
  /** What it is made from; without that source there is nothing to write yet. */
  readonly from: string;
  /** Between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->` of a page that people write; absent for a whole page. */
  readonly part?: string;
  readonly text: () => Promise<string>;
}

const PAGES: readonly Generated[] = [{ file: 'docs/generated/errors.md', from: 'src/core/coded-error.ts', text: errorsPage }];

const current = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '');

function place({ part, file }: Generated, old: string, text: string): string {
  if (part === undefined) return text;
  const [open, close] = [`<!-- generated:${part} -->`, `<!-- /generated:${part} -->`];
  const [start, end] = [old.indexOf(open), old.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`${file} has no ${open} … ${close}`);
  return `${old.slice(0, start)}${open}\n\n${text.trim()}\n\n${old.slice(end)}`;
}

const check = process.argv.includes('--check');
let stale = 0;
for (const page of PAGES) {
  const path = join(ROOT, page.file);
  if (!existsSync(join(ROOT, page.from))) {
    console.log(`nothing to write yet: ${page.file} (no ${page.from})`);
    continue;
  }
  const old = current(path);
  const wanted = place(page, old, await page.text());
  if (old === wanted) continue;
  if (check) {
    stale += 1;
    console.log(`out of date: ${page.file}. Run: npm run docs`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted);
    console.log(`wrote ${relative(ROOT, path)}`);
  }
}
console.log(check ? `${PAGES.length} generated pages looked at, ${stale} out of date` : 'generated pages are up to date');
process.exitCode = stale === 0 ? 0 : 1;
