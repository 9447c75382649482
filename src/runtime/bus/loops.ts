import { CodedError, type Clock, type Log } from '../../core/index.ts';
import type { Bus } from './types.ts';

/** Work that is done again and again, each time after the last is done, until it is stopped; no failure ends it. */
export interface Loops {
  every(ms: number, run: () => Promise<void>): void;
  /** Why the bus refused what was last asked of it, while it can be reached; null since `well`. */
  refusal(): string | null;
  /** The bus takes what is asked of it. */
  well(): void;
  stop(): void;
}

export function createLoops({ bus, clock, log }: { readonly bus: Bus; readonly clock: Clock; readonly log: Log }): Loops {
  const cancels = new Set<() => void>();
  let stopped = false;
  let refusal: string | null = null;

  const failed = (error: unknown): void => {
    // The bus says itself that it is away; that it refuses is told here, and anything else is a fault of ours.
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
