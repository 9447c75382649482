import type { Formula } from '../types.ts';

/** Formulas of funding and other data of contracts. */
export const DERIVATIVES_FORMULAS: readonly Formula[] = [
  {
    id: 'funding-interval',
    version: 1,
    title: 'Interval of a settlement of funding',
    formula: 'time of the settlement − time of the one before, where within a minute of 1 to 24 full hours',
    unit: 'hours',
    streams: ['funding'],
    source: 'definition',
  },
  {
    id: 'funding-apr',
    version: 1,
    title: 'Funding per year',
    formula: 'rate × 8760 / interval in hours × 100, without compounding',
    unit: 'percent a year',
    streams: ['funding'],
    source: 'definition',
  },
];
