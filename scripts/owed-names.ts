import { readFileSync } from 'node:fs';
import { compileCatalogue } from '../src/operations/index.ts';
import { countOwedNames, readOwedNames } from './count-owed-names.ts';

/** Prints how many of the briefs' tool names exist; fails if an alias is not one of them. */
const table = readFileSync(new URL('../docs/owed-names.tsv', import.meta.url), 'utf8');
const { owed, present, unasked } = countOwedNames(readOwedNames(table), compileCatalogue({ detail: 'full' }));
process.stdout.write(`${present.length} of ${owed} owed names exist: ${present.join(', ')}\n`);
if (unasked.length > 0) {
  process.stderr.write(`aliases that are not in docs/owed-names.tsv: ${unasked.join(', ')}\n`);
  process.exitCode = 1;
}
