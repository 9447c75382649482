import { signal, type ReadonlySignal } from '@preact/signals';

const TICK_MS = 500;
const ticking = signal(Date.now());

/** This machine's time, ms. Ages are computed from it, so that they grow while no message arrives. */
export const now: ReadonlySignal<number> = ticking;

/** Milliseconds since `then`, at least 0: a message may be newer than the last tick. */
export const since = (then: number): number => Math.max(0, now.value - then);

/** Starts the clock behind `now`; called once for the page. */
export function startClock(): void {
  setInterval(() => (ticking.value = Date.now()), TICK_MS);
}
