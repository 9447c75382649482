/** Counts the steps of a fit and signals when to stop. */
export interface Meter {
  /** Counts one step (one evaluation of an objective). */
  readonly step: () => void;
  /** True from the moment a limit is reached. Changes only in `step`, so that `maxSteps` reproduces a budget exactly. */
  readonly exhausted: () => boolean;
  readonly report: () => { readonly steps: number; readonly stopped: 'done' | 'budget' | 'steps' };
}

interface Limits {
  readonly budgetMs?: number;
  readonly maxSteps?: number;
  /** Milliseconds from any origin; used only with `budgetMs`. */
  readonly clock: () => number;
}

export function createMeter({ budgetMs, maxSteps = Infinity, clock }: Limits): Meter {
  const deadline = budgetMs === undefined ? null : clock() + budgetMs;
  let taken = 0;
  let end: { steps: number; stopped: 'budget' | 'steps' } | null = maxSteps <= 0 ? { steps: 0, stopped: 'steps' } : null;
  return {
    step() {
      taken += 1;
      if (end !== null) return;
      if (taken >= maxSteps) end = { steps: taken, stopped: 'steps' };
      else if (deadline !== null && clock() >= deadline) end = { steps: taken, stopped: 'budget' };
    },
    exhausted: () => end !== null,
    report: () => end ?? { steps: taken, stopped: 'done' },
  };
}

/** A meter that never stops, for callers that fit without limits. */
export const unlimited = (): Meter => createMeter({ clock: () => 0 });
