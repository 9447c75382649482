import { namesIn, type Term } from './term.ts';

/** `get_vpin`. */
export const VPIN_TERMS: readonly Term[] = [{ path: 'vpin', names: namesIn('vpin'), unit: 'share' }];
