/** What one request may cost: counted, so that the same request ends at the same place on a slow machine and on a fast one. */
export interface WorkBudget {
  /** Whether so many units are left. */
  affords(units: number): boolean;
  /** Takes units of what is left. False once they ran out, and ever after. */
  spend(units: number): boolean;
  /** Raises the budget to what work may cost that can't be asked for in smaller parts. */
  widen(): void;
}

/** What bounds the work of one request. */
export interface WorkLimits {
  /** Aborts when whoever asked has gone; the work then ends, and nobody reads its answer. */
  readonly signal?: AbortSignal | undefined;
  /** Absent: the one who does the work has a budget of its own. */
  readonly budget?: WorkBudget | undefined;
  /** Whom it is for: callers whose work waits take turns. */
  readonly caller?: string | undefined;
}

/** Why something was not looked at. */
export const BUDGET_SPENT = 'the budget of this check is spent';

export interface Allowance {
  readonly units: number;
  /** Milliseconds that the units may take at most, by the clock of the budget. */
  readonly ms: number;
}

export interface WorkBudgetOptions {
  readonly narrow: Allowance;
  /** After `widen`. */
  readonly wide: Allowance;
  /** Milliseconds of processor time so far; a machine that is slow ends the work before its units are spent. */
  readonly usedMs: () => number;
}

/** Reading a clock costs more than most units do. */
const UNITS_A_LOOK = 64;

/** A budget of counted units, which its clock ends early where each unit takes too long. */
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
  return {
    affords: (units) => state === 'open' && taken + units <= allowance.units && !late(),
    spend(units) {
      if (state === 'spent') return false;
      taken += units;
      if (taken > allowance.units) state = 'spent';
      return state === 'open' && (taken - seen < UNITS_A_LOOK || !late());
    },
    widen: () => void (allowance = wide),
  };
}
