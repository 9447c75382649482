import { createWorkBudget, type WorkBudget } from '../../core/index.ts';

/** One replayed input with all that is computed of it, as docs/benchmarks.md has it. */
const US_A_UNIT = 27;

/** What can't be split may take so many times as long: a whole segment of 64 MB takes about 7 s. */
const WIDE = 6;

/** Processor time may exceed what the units stand for by so much before the clock ends the work. */
const SLACK = 1.1;

/** Milliseconds of processor time of this thread; of wall time on a Node that can't tell the first. */
export function threadMs(): number {
  if (typeof process.threadCpuUsage !== 'function') return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** What one proof may cost, given CHECK_BUDGET_MS. */
export function proofBudget(budgetMs: number, usedMs: () => number): WorkBudget {
  const allowance = (ms: number) => ({ units: Math.floor((ms * 1_000) / US_A_UNIT), ms: ms * SLACK });
  return createWorkBudget({ narrow: allowance(budgetMs), wide: allowance(budgetMs * WIDE), usedMs });
}

/** A thread that works for longer than this without spending a unit doesn't look at its budget, and is ended. */
export const longestStallMs = (budgetMs: number): number => budgetMs * 4;
