import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { errorCatalogue, type ErrorFactory } from '../../src/core/coded-error.ts';
import { ROOT } from '../run.ts';
import { blank } from './blank.ts';

/** Errors declare themselves when their module is imported; modules that run on import (the app) declare none. */
async function importDeclarations(): Promise<void> {
  const files = globSync('src/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts', 'src/app/main.ts'] });
  for (const file of files.toSorted()) {
    const path = join(ROOT, file);
    if (/= codedError[<(]/.test(readFileSync(path, 'utf8'))) await import(pathToFileURL(path).href);
  }
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function row([code, factory]: readonly [string, ErrorFactory<never>]): string {
  const { message, advice } = (factory as ErrorFactory<Record<string, never>>)(blank());
  return `| \`${code}\` | \`${factory.publicName}\` | ${factory.status} | ${cell(message)} | ${cell(advice)} |`;
}

/** Every coded error, from the catalogue in the code. */
export async function errorsPage(): Promise<string> {
  await importDeclarations();
  const rows = [...errorCatalogue()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(row);
  return `# Errors

Every error that can reach a caller has a code that never changes, a name, an HTTP status, a sentence and what to do next. \`‹name›\` stands for a fact of the case;
the facts are also fields of the error. Made by \`npm run docs\` from the code.

| Code | Name | HTTP | What happened | What to do |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
