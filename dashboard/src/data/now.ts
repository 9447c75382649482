import { signal, type ReadonlySignal } from '@preact/signals';

const TICK_MS = 500;
const ticking = signal(Date.now());

/** This machine's time, ms; who shows an age reads it, so that the age goes on while nothing comes. */
export const now: ReadonlySignal<number> = ticking;

/** Milliseconds since then; never negative, because a message may be newer than the last tick. */
export const since = (then: number): number => Math.max(0, now.value - then);

/** Lets `now` go on, once for the page. */
export function startClock(): void {
  setInterval(() => (ticking.value = Date.now()), TICK_MS);
}
