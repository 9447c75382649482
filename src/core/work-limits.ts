import type { Caller } from './caller.ts';

/** Work that may be done, in counted units, so that it ends at the same place on slow and fast machines. */
export interface WorkUnits {
  /** Whether this many units are left. */
  affords(units: number): boolean;
  /** Spends units. False once the budget is spent, and on every later call. */
  spend(units: number): boolean;
}

/** Budget of one request. */
export interface WorkBudget extends WorkUnits {
  /** Raises the budget to the higher limit for work that can't be split. */
  widen(): void;
  /** Units of this budget, at most its lower limit, for work that the answer can do without. */
  part(): WorkUnits;
}

/** Bounds of the work of one request. */
export interface WorkLimits {
  /** Aborts when the caller has gone; the work then ends without an answer. */
  readonly signal?: AbortSignal | undefined;
  /** Absent: the worker uses its own budget. */
  readonly budget?: WorkBudget | undefined;
  /** The caller; callers whose work waits take turns. */
  readonly caller?: Caller | undefined;
}

/** Bounds of work that has part of a request's budget. */
export interface PartLimits extends Omit<WorkLimits, 'budget'> {
  readonly budget?: WorkUnits | undefined;
}

/** The reason given for work that was not done because the budget was spent. */
export const BUDGET_SPENT = 'the budget of this check was spent';

export interface Allowance {
  readonly units: number;
  /** Most milliseconds that the units may take, by the clock of the budget. */
  readonly ms: number;
}

export interface WorkBudgetOptions {
  readonly narrow: Allowance;
  /** After `widen`. */
  readonly wide: Allowance;
  /** Milliseconds of processor time so far; a machine that is slow ends the work before its units are spent. */
  readonly usedMs: () => number;
}

/** Units between two readings of the clock, because a reading costs more than most units. */
const UNITS_A_LOOK = 64;

/** A budget of counted units. Its clock ends it early if the units take too long. */
export function createWorkBudget({ narrow, wide, usedMs }: WorkBudgetOptions): WorkBudget {
  const began = usedMs();
  let allowance = narrow;
  let taken = 0;
  let seen = 0;
  let state: 'open' | 'spent' = 'open';
  const late = (): boolean => {
    seen = taken;
    if (usedMs() - began > allowance.ms) state = 'spent';
    return state === 'spent';
  };
  const budget: WorkBudget = {
    affords: (units) => state === 'open' && taken + units <= allowance.units && !late(),
    spend(units) {
      if (state === 'spent') return false;
      taken += units;
      if (taken > allowance.units) state = 'spent';
      return state === 'open' && (taken - seen < UNITS_A_LOOK || !late());
    },
    widen: () => void (allowance = wide),
    part() {
      // Not `budget`: a caller that wraps it must see the units of its parts too.
      return partOf(this, narrow.units);
    },
  };
  return budget;
}

/** At most `most` units, all of which the whole budget must have too. */
function partOf(whole: WorkUnits, most: number): WorkUnits {
  let taken = 0;
  return {
    affords: (units) => taken + units <= most && whole.affords(units),
    spend(units) {
      taken += units;
      return taken <= most && whole.spend(units);
    },
  };
}
