import { BEST_ASK_PRICE, BEST_ASK_SIZE, BEST_BID_PRICE, BEST_BID_SIZE, levelTerms } from './shared.ts';
import { namesIn, type Term } from './term.ts';

/** `get_book`. */
export const BOOK_TERMS: readonly Term[] = [
  ...levelTerms('bid', 'bids'),
  ...levelTerms('ask', 'asks'),
  { path: 'bids[].p', names: BEST_BID_PRICE, unit: 'quote', pick: { by: 'first' }, ambiguous: true },
  { path: 'asks[].p', names: BEST_ASK_PRICE, unit: 'quote', pick: { by: 'first' }, ambiguous: true },
  { path: 'bids[].q', names: BEST_BID_SIZE, unit: 'base', pick: { by: 'first' }, ambiguous: true },
  { path: 'asks[].q', names: BEST_ASK_SIZE, unit: 'base', pick: { by: 'first' }, ambiguous: true },
  { path: 'seq', names: namesIn(`sequence number, book sequence number, sequence, book sequence`), unit: 'none' },
  {
    path: 'levels_total.bids',
    names: namesIn(`bid level, bid level count, number bid level, sum bid level`),
    unit: 'count',
    ambiguous: true,
  },
  {
    path: 'levels_total.asks',
    names: namesIn(`ask level, ask level count, number ask level, sum ask level`),
    unit: 'count',
    ambiguous: true,
  },
];
