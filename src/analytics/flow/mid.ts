import type { Touch } from '../book/index.ts';

/** Mid price `(bid + ask) / 2`, quote currency. */
export const mid = ({ bid, ask }: Pick<Touch, 'bid' | 'ask'>): number => (bid + ask) / 2;
