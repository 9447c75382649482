import { FLOW_TERMS } from './flow.ts';
import { BOOK_TERMS, CANDLE_TERMS, HEALTH_TERMS, LIQUIDITY_TERMS, MARKET_TERMS, TRADE_TERMS } from './markets.ts';
import { REPORT_TERMS } from './report.ts';
import type { Term } from './term.ts';

/** What prose may claim of an operation's answer. A new operation adds a row; without one its figures are claimed by field only. */
const BY_OPERATION: Readonly<Record<string, readonly Term[]>> = {
  get_report: REPORT_TERMS,
  get_flow: FLOW_TERMS,
  get_book: BOOK_TERMS,
  get_liquidity: LIQUIDITY_TERMS,
  get_trades: TRADE_TERMS,
  get_candles: CANDLE_TERMS,
  list_markets: MARKET_TERMS,
  get_data_health: HEALTH_TERMS,
};

/** A name, and the fields that it may mean. */
export interface Name {
  readonly words: ReadonlySet<string>;
  readonly terms: readonly Term[];
}

/** Names by each of their words; the name without words under ''. */
export type TermIndex = ReadonlyMap<string, readonly Name[]>;

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
  Object.entries(BY_OPERATION).map(([operation, terms]) => [operation, indexOf(terms)]),
);

/** More than any name has words. */
const MORE_THAN_WORDS = 100;

/**
 * The terms of the longest name that some words make up, the words of the clause's `own` counting first; what is left over has
 * to be `droppable`. Empty where there is none; those of several names where they are equally long.
 */
export function termsNamed(
  operation: string,
  words: ReadonlySet<string>,
  droppable: (word: string) => boolean,
  own: ReadonlySet<string>,
): readonly Term[] {
  const index = INDEXES.get(operation);
  if (index === undefined) return [];
  let longest = -1;
  const found = new Set<Term>();
  const left = [...words].filter((word) => !droppable(word));
  for (const word of words.size === 0 ? [''] : ['', ...words])
    for (const name of index.get(word) ?? []) {
      const length = MORE_THAN_WORDS * [...name.words].filter((one) => own.has(one)).length + name.words.size;
      if (length < longest || ![...name.words].every((one) => words.has(one)) || !left.every((one) => name.words.has(one)))
        continue;
      if (length > longest) found.clear();
      longest = length;
      for (const term of name.terms) found.add(term);
    }
  return [...found];
}

/** The term of a path, whatever item of its list it is; null where prose can't claim it. */
export function termFor(operation: string, path: string): Term | null {
  const general = path.replaceAll(/\[[^\]]*\]/g, '[]');
  return BY_OPERATION[operation]?.find((term) => term.path === general && term.direction === undefined) ?? null;
}

/** Every word of every name of a path. */
export const wordsOfPath = (operation: string, path: string): ReadonlySet<string> => {
  const general = path.replaceAll(/\[[^\]]*\]/g, '[]');
  const terms = (BY_OPERATION[operation] ?? []).filter((term) => term.path === general);
  return new Set(terms.flatMap(({ names }) => names.flatMap((name) => name.split(' '))));
};

/** Every word that some name has. */
export const NAME_WORDS: ReadonlySet<string> = new Set(
  [...INDEXES.values()].flatMap((index) => [...index.keys()].filter((word) => word !== '')),
);
