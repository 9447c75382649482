import type { Formula } from '../types.ts';

/** Formulas of the ledger. */
export const LEDGER_FORMULAS: readonly Formula[] = [
  {
    id: 'ledger-move',
    version: 1,
    title: 'Move after an entry',
    formula:
      '(mid − mid when said) / mid when said × 10⁴: at the first second so long after, its maximum and minimum within the hour, its mean the expected way',
    unit: 'basis points',
    streams: ['book'],
    source: 'definition',
  },
  {
    id: 'ledger-hits',
    version: 2,
    title: 'Hit rate',
    formula:
      'hits / entries judged, with the 95 % interval of the score test; base rate: the same share of all mids, one in ten seconds, between the first and the last judged entry of each market and direction, weighted by its entries',
    unit: 'share, 0–1',
    streams: ['book'],
    source: 'Wilson 1927',
  },
  {
    id: 'ledger-seen',
    version: 1,
    title: 'Share of the hour that was seen',
    formula: 'seconds with a mid / seconds since, one hour at most',
    unit: 'share, 0–1',
    streams: ['book'],
    source: 'definition',
  },
];
