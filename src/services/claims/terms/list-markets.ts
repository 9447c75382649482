import { namesIn, type Term } from './term.ts';

/** `list_markets`: rows by instrument. */
export const MARKET_TERMS: readonly Term[] = [
  {
    path: 'markets[].last_price',
    names: namesIn(`last price, last, last trade price, last trade, trade price, trade`),
    unit: 'quote',
    pick: { by: 'market' },
  },
  { path: 'markets[].last_price', names: ['price'], unit: 'quote', pick: { by: 'market' }, ambiguous: true },
  {
    path: 'markets[].tick',
    names: namesIn(`tick, tick size, price tick, minimum price increment, price increment`),
    unit: 'quote',
    pick: { by: 'market' },
  },
  {
    path: 'markets[].lot',
    names: namesIn(`lot, lot size, minimum size increment, size increment, size step`),
    unit: 'base',
    pick: { by: 'market' },
  },
];
