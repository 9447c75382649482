import { TERMS_BY_OPERATION } from '../../src/services/claims/terms/index.ts';
import type { Term } from '../../src/services/claims/terms/term.ts';
import { namedFields } from './claim-names.ts';
import { table } from './table.ts';

const UNITS: Readonly<Partial<Record<Term['unit'], string>>> = {
  quote: 'quote currency',
  base: 'base currency',
  percent: '%',
  share: 'share or %',
  per_second: '1/s',
  score: 'of 100',
  none: '',
};

/** Names by which prose may claim each field, from the tables that the checker reads. */
export async function claimNamesPage(): Promise<string> {
  const parts = Object.entries(TERMS_BY_OPERATION).map(([operation, terms]) => {
    const rows = namedFields(terms).map(({ term, names, stated }) => [
      `\`${term.path}\``,
      names.join(', '),
      UNITS[term.unit] ?? term.unit,
      stated,
    ]);
    return `## ${operation}\n\n${table(['Field', 'Names', 'Unit', 'A sentence has to state'], rows)}`;
  });
  return `# Names of fields in prose

The words by which a sentence may claim a field, for \`check_claim\` and \`tallyfoil check\` ([receipts](../receipts.md)). The words of a name may stand in any order.
Plurals and usual forms count too: "bids", "sold", "highest". Any other field can be claimed in braces, \`VALUE {field}\`, or as a structured claim. Made by \`npm run docs\` from the code.

${parts.join('\n\n')}
`;
}
