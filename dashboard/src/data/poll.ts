import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reasonOf } from './api.ts';
import { shown, type Received } from './store.ts';

/** An answer that is requested again at an interval, because no topic brings it. */
export interface Polled<T> {
  readonly received: ReadonlySignal<Received<T> | null>;
  /** Why the newest request failed; null if it did not. */
  readonly problem: ReadonlySignal<string | null>;
  /** Requests it now. */
  ask(): Promise<void>;
  /**
   * Requests it, and again `everyMs` after each answer, while the calling component is shown and the server is there; null: not at all.
   * A changed cause requests it at once.
   */
  usePolling(everyMs: number | null, causes: readonly unknown[]): void;
}

/** `previous`: what happens to the previous answer when a cause changes, or the server is there again. */
export function polled<T>(request: () => Promise<T>, { previous }: { readonly previous: 'kept' | 'dropped' }): Polled<T> {
  const received = signal<Received<T> | null>(null);
  const problem = signal<string | null>(null);
  let newest = 0;
  const ask = async () => {
    const own = ++newest;
    try {
      const message = await request();
      if (own !== newest) return;
      received.value = { message, at: Date.now() };
      problem.value = null;
    } catch (error) {
      if (own === newest) problem.value = reasonOf(error);
    }
  };
  const drop = () => {
    // An answer to an earlier request may still arrive.
    newest++;
    received.value = null;
    problem.value = null;
  };
  const usePolling = (everyMs: number | null, causes: readonly unknown[]) => {
    const link = shown.link.value;
    useEffect(() => {
      if (link !== 'live' || everyMs === null) return;
      let over = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      if (previous === 'dropped') drop();
      // Counted from the answer, because a slow server must not be asked faster than it answers.
      const again = () => void ask().then(() => over || (timer = setTimeout(again, everyMs)));
      again();
      return () => {
        over = true;
        clearTimeout(timer);
      };
    }, [link, everyMs, ...causes]);
  };
  return { received, problem, ask, usePolling };
}
