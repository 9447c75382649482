import { CodedError, type Clock, type Log } from '../../core/index.ts';
import type { Bus } from './types.ts';

/** Repeats work, one run after another, until it is stopped; a failure does not end it. */
export interface Loops {
  every(ms: number, run: () => Promise<void>): void;
  /** Why a reachable bus refused the last request; null since `well`. */
  refusal(): string | null;
  /** The bus accepts requests. */
  well(): void;
  stop(): void;
}

export function createLoops({ bus, clock, log }: { readonly bus: Bus; readonly clock: Clock; readonly log: Log }): Loops {
  const cancels = new Set<() => void>();
  let stopped = false;
  let refusal: string | null = null;

  const failed = (error: unknown): void => {
    // Disconnects are reported by the bus; refusals are recorded here. Any other error is a defect of this program.
    if (error instanceof CodedError) refusal = bus.status().state === 'up' ? error.message : null;
    else log.error({ error }, 'work on the bus failed');
  };

  const every: Loops['every'] = (ms, run) => {
    const cancel = clock.after(ms, () => {
      cancels.delete(cancel);
      run()
        .catch(failed)
        .finally(() => {
          if (!stopped) every(ms, run);
        });
    });
    cancels.add(cancel);
  };

  return {
    every,
    refusal: () => refusal,
    well() {
      refusal = null;
    },
    stop() {
      stopped = true;
      for (const cancel of cancels) cancel();
    },
  };
}
