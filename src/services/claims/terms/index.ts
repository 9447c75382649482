import { keyOf } from './canonical.ts';
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

/** Terms by the words of their names. */
export type TermIndex = ReadonlyMap<string, readonly Term[]>;

function indexOf(terms: readonly Term[]): TermIndex {
  const index = new Map<string, Term[]>();
  for (const term of terms)
    for (const name of term.names) {
      const key = keyOf(name.split(' ').filter((word) => word !== ''));
      const known = index.get(key);
      if (known === undefined) index.set(key, [term]);
      else if (!known.includes(term)) known.push(term);
    }
  return index;
}

const INDEXES: ReadonlyMap<string, TermIndex> = new Map(
  Object.entries(BY_OPERATION).map(([operation, terms]) => [operation, indexOf(terms)]),
);

const NONE: TermIndex = new Map();

export const termsOf = (operation: string): TermIndex => INDEXES.get(operation) ?? NONE;

/** Every word that some name has; such a word in a sentence has to be part of the name that a clause means. */
export const NAME_WORDS: ReadonlySet<string> = new Set(
  [...INDEXES.values()].flatMap((index) => [...index.keys()].flatMap((key) => key.split(' '))),
);
