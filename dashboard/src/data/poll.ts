import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reasonOf } from './api.ts';
import { shown, type Received } from './store.ts';

/** How the newest request ended, and when, ms on this machine's clock. */
export interface Settled {
  readonly at: number;
  readonly isRefused: boolean;
}

/** An answer that is requested again at an interval, because no topic brings it. */
export interface Polled<T> {
  readonly received: ReadonlySignal<Received<T> | null>;
  /** Why the newest request failed; null if it did not. */
  readonly problem: ReadonlySignal<string | null>;
  /** Requests it now. */
  ask(): Promise<void>;
  /**
   * Requests it, and again `everyMs` after each answer, while the calling component is shown and the server is there; null: not at all.
   * A changed cause requests it at once. `isDue` decides each time whether to request it; absent: always.
   * It gets the end of the newest request, null if there is none since a cause changed.
   */
  usePolling(everyMs: number | null, causes: readonly unknown[], isDue?: (last: Settled | null) => boolean): void;
}

/** `previous`: what happens to the previous answer when a cause changes, or the server is there again. */
export function polled<T>(request: () => Promise<T>, { previous }: { readonly previous: 'kept' | 'dropped' }): Polled<T> {
  const received = signal<Received<T> | null>(null);
  const problem = signal<string | null>(null);
  let newest = 0;
  let last: Settled | null = null;
  const ask = async () => {
    const own = ++newest;
    try {
      const message = await request();
      if (own !== newest) return;
      const at = Date.now();
      last = { at, isRefused: false };
      received.value = { message, at };
      problem.value = null;
    } catch (error) {
      if (own !== newest) return;
      last = { at: Date.now(), isRefused: true };
      problem.value = reasonOf(error);
    }
  };
  const drop = () => {
    // An answer to an earlier request may still arrive.
    newest++;
    last = null;
    received.value = null;
    problem.value = null;
  };
  const usePolling = (everyMs: number | null, causes: readonly unknown[], isDue = (_last: Settled | null) => true) => {
    const link = shown.link.value;
    useEffect(() => {
      if (link !== 'live' || everyMs === null) return;
      let over = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      if (previous === 'dropped') drop();
      // Counted from the answer, because a slow server must not be asked faster than it answers.
      const again = () => void (isDue(last) ? ask() : Promise.resolve()).then(() => over || (timer = setTimeout(again, everyMs)));
      again();
      return () => {
        over = true;
        clearTimeout(timer);
      };
    }, [link, everyMs, ...causes]);
  };
  return { received, problem, ask, usePolling };
}
