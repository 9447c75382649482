import { createWorkBudget, type WorkBudget } from '../../core/index.ts';
import type { Registry } from '../../operations/index.ts';

/** Cost of one replayed input with all its analytics, measured in docs/benchmarks.md. */
const US_A_UNIT = 27;

/** Factor for work that can't be split: a whole segment of 64 MB takes about 7 s. */
const WIDE = 6;

/** Factor by which processor time may exceed the units before the clock ends the work. */
const SLACK = 1.1;

/** Milliseconds of processor time of this thread; of wall time if Node doesn't provide it. */
export function threadMs(): number {
  if (typeof process.threadCpuUsage !== 'function') return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** The budget of one proof, from CHECK_BUDGET_MS. */
export function proofBudget(budgetMs: number, usedMs: () => number): WorkBudget {
  const allowance = (ms: number) => ({ units: Math.floor((ms * 1_000) / US_A_UNIT), ms: ms * SLACK });
  return createWorkBudget({ narrow: allowance(budgetMs), wide: allowance(budgetMs * WIDE), usedMs });
}

/** A thread that spends no unit for this long ignores its budget, and is ended. */
export const longestStallMs = (budgetMs: number): number => budgetMs * 4;

/** Milliseconds from which an answer is slow: TIMEOUT_MS, and for an answer about the past at least its own budget. */
export const slowFrom =
  (
    { TIMEOUT_MS, CHECK_BUDGET_MS }: { readonly TIMEOUT_MS: number; readonly CHECK_BUDGET_MS: number },
    { byName }: Pick<Registry, 'byName'>,
  ) =>
  (name: string): number =>
    byName.get(name)?.operation.subject === 'past' ? Math.max(TIMEOUT_MS, CHECK_BUDGET_MS * WIDE * SLACK) : TIMEOUT_MS;
