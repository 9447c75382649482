import { windowOf, type Term } from '../../src/services/claims/terms/term.ts';

/** A field, its names in prose, and what a sentence must state beside the name. */
export interface NamedField {
  readonly term: Term;
  readonly names: readonly string[];
  readonly stated: string;
}

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

function stated(term: Term): string {
  const { names, path, pick, needs, levels } = term;
  return [
    pick === undefined ? '' : PICKS[pick.by],
    needs === 'duration' ? `its window (${windowOf(term)})` : '',
    needs === 'levels' ? `"top ${levels ?? 0}"` : '',
    needs === 'unit' ? 'its unit' : '',
    names.includes('') || names.includes('slip') ? 'a direction, such as "up"' : '',
    path.startsWith('depth_by_distance') ? 'the plural, or a noun such as "depth"' : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** "12 BTC traded in the 10:38 candle" has these words only as a verb. */
const isVerbal = (name: string): boolean => /(?:^|candle )trade size$/.test(name);

/** The fields of one operation with their names in prose. A name shared by two indistinguishable fields is left out of both. */
export function namedFields(terms: readonly Term[]): readonly NamedField[] {
  const keyOf = (term: Term): string => `${term.unit} ${stated(term)}`;
  const isShared = (name: string, term: Term): boolean =>
    terms.some((other) => other.path !== term.path && keyOf(other) === keyOf(term) && other.names.includes(name));
  return [...Map.groupBy(terms, (term) => `${term.path} ${stated(term)}`).values()].flatMap((own) => {
    const [first] = own as [Term, ...Term[]];
    const all = own.flatMap((term) => term.names.filter((name) => !isShared(name, term)));
    const names = [...new Set(all)].filter((name) => name !== '' && !(first.path.startsWith('candles') && isVerbal(name)));
    return names.length === 0 ? [] : [{ term: first, names, stated: stated(first) }];
  });
}
