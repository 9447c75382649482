import { fromMillis, type Clock } from '../../core/index.ts';

/** The machine's wall clock and timers. */
export const systemClock: Clock = {
  now: () => fromMillis(Date.now()),
  after(ms, run) {
    // A past time is due now; Node would warn about a negative delay.
    const timer = setTimeout(run, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};
