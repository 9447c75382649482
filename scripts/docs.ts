// Writes the generated pages under docs/generated. With --check it writes nothing and fails if a page is out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { configPart, hostsPart } from './docs/config-part.ts';
import { commandsPage } from './docs/commands-page.ts';
import { claimNamesPage } from './docs/claim-names-page.ts';
import { errorsPage } from './docs/errors-page.ts';
import { busMessageSchema } from './docs/bus-message-schema.ts';
import { pageTypes } from './docs/page-types.ts';
import { hostsPage } from './docs/hosts-page.ts';
import { venueNames } from './docs/venue-names.ts';
import { marksFile } from './docs/marks-file.ts';
import { numbersPage } from './docs/numbers-page.ts';
import { operationsPage, reportSchema } from './docs/operations-page.ts';
import { ROOT } from './run.ts';

/** A page, or a marked part of one, that is generated from the code. */
interface Generated {
  /** Path of the page, from the root of the checkout. */
  readonly file: string;
  /** Between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->` of a page written by hand; absent for a whole page. */
  readonly part?: string;
  readonly text: () => Promise<string>;
}

const PAGES: readonly Generated[] = [
  { file: 'docs/generated/errors.md', text: errorsPage },
  { file: 'docs/generated/commands.md', text: commandsPage },
  { file: 'docs/generated/hosts.md', text: hostsPage },
  { file: 'docs/generated/operations.md', text: operationsPage },
  { file: 'docs/generated/numbers.md', text: numbersPage },
  { file: 'docs/generated/claim-names.md', text: claimNamesPage },
  { file: 'docs/generated/market-report.schema.json', text: reportSchema },
  { file: 'docs/generated/bus-message.schema.json', text: busMessageSchema },
  { file: 'dashboard/src/generated/api.ts', text: pageTypes },
  { file: 'dashboard/src/generated/venue-names.ts', text: venueNames },
  { file: 'src/operations/marks/marks.json', text: marksFile },
  { file: 'docs/configuration.md', part: 'variables', text: configPart },
  { file: 'README.md', part: 'variables', text: configPart },
  { file: 'docs/configuration.md', part: 'hosts', text: hostsPart },
];

const current = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '');

function place({ part, file }: Generated, old: string, text: string): string {
  if (part === undefined) return text;
  const [open, close] = [`<!-- generated:${part} -->`, `<!-- /generated:${part} -->`];
  const [start, end] = [old.indexOf(open), old.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`${file} has no ${open} … ${close}`);
  return `${old.slice(0, start)}${open}\n\n${text.trim()}\n\n${old.slice(end)}`;
}

type Outcome = 'same' | 'written' | 'out of date' | 'impossible';

/** Other pages are still generated when one fails. */
async function make(page: Generated, { write }: { readonly write: boolean }): Promise<Outcome> {
  const path = join(ROOT, page.file);
  try {
    const old = current(path);
    const wanted = place(page, old, await page.text());
    if (old === wanted) return 'same';
    if (!write) return 'out of date';
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted);
    return 'written';
  } catch (error) {
    console.log(`${page.file}: ${error instanceof Error ? error.message : String(error)}`);
    return 'impossible';
  }
}

const write = !process.argv.includes('--check');
const bad: string[] = [];
for (const page of PAGES) {
  const outcome = await make(page, { write });
  if (outcome !== 'same') console.log(`${outcome}: ${page.file}${page.part === undefined ? '' : ` (${page.part})`}`);
  if (outcome === 'impossible' || outcome === 'out of date') bad.push(page.file);
}
console.log(
  bad.length === 0 ? `${PAGES.length} generated pages are up to date` : `run "npm run docs" for: ${[...new Set(bad)].join(', ')}`,
);
process.exitCode = bad.length === 0 ? 0 : 1;
