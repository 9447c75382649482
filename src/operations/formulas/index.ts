import type { Formula } from '../types.ts';
import { BOOK_FORMULAS } from './book.ts';
import { DERIVATIVES_FORMULAS } from './derivatives.ts';
import { FLOW_FORMULAS } from './flow.ts';
import { HEALTH_FORMULAS } from './health.ts';
import { LEDGER_FORMULAS } from './ledger.ts';

/**
 * Formulas of the numbers in answers; a schema names the formula of each number. A formula whose result changes gets a new version in its
 * row, in docs/formulas.md and in the changelog of numbers.
 */
export const FORMULAS: readonly Formula[] = [
  ...BOOK_FORMULAS,
  ...FLOW_FORMULAS,
  ...HEALTH_FORMULAS,
  ...LEDGER_FORMULAS,
  ...DERIVATIVES_FORMULAS,
];
