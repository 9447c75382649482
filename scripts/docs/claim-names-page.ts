import { TERMS_BY_OPERATION } from '../../src/services/claims/terms/index.ts';
import { windowOf, type Term } from '../../src/services/claims/terms/term.ts';
import { table } from './table.ts';

const UNITS: Readonly<Partial<Record<Term['unit'], string>>> = {
  quote: 'quote currency',
  base: 'base currency',
  percent: '%',
  share: 'share or %',
  per_second: '1/s',
  score: 'of 100',
  count: 'count',
  none: '',
};

const PICKS: Readonly<Record<NonNullable<Term['pick']>['by'], string>> = {
  duration: 'its window, such as "over 60 s"',
  distance: 'its distance, such as "within 5 bps"',
  order: 'side and size of the order',
  rank: 'its rank, such as "second bid"',
  id: 'the id of the trade',
  time: 'the start of the candle',
  market: 'the market',
  venue: 'the venue',
  first: '',
  last: '',
  any: '"a", where there are several',
};

/** What a sentence has to state beside the name. */
function stated(term: Term): string {
  const { pick, needs, levels } = term;
  return [
    pick === undefined ? '' : PICKS[pick.by],
    needs === 'duration' ? `its window (${windowOf(term)})` : '',
    needs === 'levels' ? `"top ${levels ?? 0}"` : '',
    needs === 'unit' ? 'its unit' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function rowsOf(terms: readonly Term[]): string[][] {
  const byPath = Map.groupBy(terms, (term) => `${term.path} ${stated(term)}`);
  return [...byPath.values()].map((own) => {
    const [first] = own as [Term, ...Term[]];
    const names = [...new Set(own.flatMap(({ names: all }) => all))].filter((name) => name !== '');
    return [`\`${first.path}\``, names.join(', '), UNITS[first.unit] ?? first.unit, stated(first)];
  });
}

/** Names by which prose may claim each field, from the tables that the checker reads. */
export async function claimNamesPage(): Promise<string> {
  const parts = Object.entries(TERMS_BY_OPERATION).map(
    ([operation, terms]) => `## ${operation}\n\n${table(['Field', 'Names', 'Unit', 'A sentence has to state'], rowsOf(terms))}`,
  );
  return `# Names of fields in prose

The words by which a sentence may claim a field, for \`check_claim\` and \`tallyfoil check\` ([receipts](../receipts.md)). The words of a name may stand in any order.
Plurals and usual forms count too: "bids", "sold", "highest". Any other field can be claimed in braces, \`VALUE {field}\`, or as a structured claim. Made by \`npm run docs\` from the code.

${parts.join('\n\n')}
`;
}
