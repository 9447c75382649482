import { readFileSync } from 'node:fs';
import { compileCatalogue } from '../src/operations/index.ts';
import { countOwedNames, readOwedNames } from './count-owed-names.ts';

/** Prints how many of the brief's tool names exist; fails when an alias is none of them. */
const table = readFileSync(new URL('../docs/owed-names.tsv', import.meta.url), 'utf8');
const { owed, present, unasked } = countOwedNames(readOwedNames(table), compileCatalogue({ detail: 'full' }));
process.stdout.write(`${present.length} of ${owed} owed names exist: ${present.join(', ')}\n`);
if (unasked.length > 0) {
  process.stderr.write(`aliases that the brief does not name: ${unasked.join(', ')}\n`);
  process.exitCode = 1;
}
