import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reasonOf } from '../data/api.ts';
import { shown, type Received } from '../data/store.ts';

/** An answer that is requested again at an interval, because no topic brings it. */
export interface Polled<T> {
  readonly received: ReadonlySignal<Received<T> | null>;
  /** Why the newest request failed; null if it did not. */
  readonly problem: ReadonlySignal<string | null>;
  /** Requests it now. */
  ask(): Promise<void>;
  /** Requests it every `everyMs` while the calling component is shown and the server is there; a changed cause requests it at once. */
  usePolling(everyMs: number, causes: readonly unknown[]): void;
}

export function polled<T>(request: () => Promise<T>): Polled<T> {
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
  const usePolling = (everyMs: number, causes: readonly unknown[]) => {
    const link = shown.link.value;
    useEffect(() => {
      if (link !== 'live') return;
      void ask();
      const timer = setInterval(() => void ask(), everyMs);
      return () => clearInterval(timer);
    }, [link, everyMs, ...causes]);
  };
  return { received, problem, ask, usePolling };
}
