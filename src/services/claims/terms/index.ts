import { BOOK_TERMS } from './get-book.ts';
import { CANDLE_TERMS } from './get-candles.ts';
import { HEALTH_TERMS } from './get-data-health.ts';
import { FLOW_TERMS } from './get-flow.ts';
import { LIQUIDITY_TERMS } from './get-liquidity.ts';
import { REPORT_TERMS } from './get-report.ts';
import { TRADE_TERMS } from './get-trades.ts';
import { VPIN_TERMS } from './get-vpin.ts';
import { MARKET_TERMS } from './list-markets.ts';
import type { Term } from './term.ts';

/**
 * Names of the fields of each operation's answer. A new operation adds a file like `get-book.ts` and a row here.
 * Without a row its figures can be claimed only by field: in braces or as structured claims.
 */
export const TERMS_BY_OPERATION: Readonly<Record<string, readonly Term[]>> = {
  get_report: REPORT_TERMS,
  get_flow: FLOW_TERMS,
  get_book: BOOK_TERMS,
  get_liquidity: LIQUIDITY_TERMS,
  get_trades: TRADE_TERMS,
  get_vpin: VPIN_TERMS,
  get_candles: CANDLE_TERMS,
  list_markets: MARKET_TERMS,
  get_data_health: HEALTH_TERMS,
};

/** A name, and the fields that it may mean. */
interface Name {
  readonly words: ReadonlySet<string>;
  readonly terms: readonly Term[];
}

/** Names by each of their words; the empty name under ''. */
type TermIndex = ReadonlyMap<string, readonly Name[]>;

function indexOf(terms: readonly Term[]): TermIndex {
  const names = new Map<string, { words: Set<string>; terms: Term[] }>();
  for (const term of terms)
    for (const name of term.names) {
      const words = new Set(name.split(' ').filter((word) => word !== ''));
      const key = [...words].toSorted().join(' ');
      const known = names.get(key);
      if (known === undefined) names.set(key, { words, terms: [term] });
      else if (!known.terms.includes(term)) known.terms.push(term);
    }
  const index = new Map<string, Name[]>();
  for (const name of names.values())
    for (const word of name.words.size === 0 ? [''] : name.words) index.set(word, [...(index.get(word) ?? []), name]);
  return index;
}

const INDEXES: ReadonlyMap<string, TermIndex> = new Map(
  Object.entries(TERMS_BY_OPERATION).map(([operation, terms]) => [operation, indexOf(terms)]),
);

/** Weight of a word of the clause itself. It outweighs any number of borrowed words, because no name is this long. */
const OWN_WORD_WEIGHT = 100;

/** Words of a clause that may name a field. */
export interface NamingWords {
  /** Canonical words, borrowed ones included. */
  readonly words: ReadonlySet<string>;
  /** Words of the clause itself. */
  readonly own: ReadonlySet<string>;
  /** Whether a name may lack this word. */
  readonly droppable: (word: string) => boolean;
}

/**
 * The terms of the longest name that the words form; empty if they form none. Several terms if one name or several equally long
 * names have them.
 */
export function termsNamed(operation: string, { words, own, droppable }: NamingWords): readonly Term[] {
  const index = INDEXES.get(operation);
  if (index === undefined) return [];
  let longest = -1;
  const found = new Set<Term>();
  const left = [...words].filter((word) => !droppable(word));
  for (const word of ['', ...words])
    for (const name of index.get(word) ?? []) {
      const length = OWN_WORD_WEIGHT * [...name.words].filter((one) => own.has(one)).length + name.words.size;
      if (length < longest || ![...name.words].every((one) => words.has(one)) || !left.every((one) => name.words.has(one)))
        continue;
      if (length > longest) found.clear();
      longest = length;
      for (const term of name.terms) found.add(term);
    }
  return [...found];
}

/** `windows[1].net` as terms write it: `windows[].net`. */
const withoutItems = (path: string): string => path.replaceAll(/\[[^\]]*\]/g, '[]');

/** The term of a path; the same for every item of a list. Null if no claim in a text can name this field. */
export function termFor(operation: string, path: string): Term | null {
  const general = withoutItems(path);
  return TERMS_BY_OPERATION[operation]?.find((term) => term.path === general && term.direction === undefined) ?? null;
}

/** All words in the names of a path. */
export const wordsOfPath = (operation: string, path: string): ReadonlySet<string> => {
  const general = withoutItems(path);
  const terms = (TERMS_BY_OPERATION[operation] ?? []).filter((term) => term.path === general);
  return new Set(terms.flatMap(({ names }) => names.flatMap((name) => name.split(' '))));
};

/** All words in names of fields. */
export const NAME_WORDS: ReadonlySet<string> = new Set(
  [...INDEXES.values()].flatMap((index) => [...index.keys()].filter((word) => word !== '')),
);
