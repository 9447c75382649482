import { fromMillis, type Clock } from '../../core/index.ts';

/** The machine's wall clock and timers. */
export const systemClock: Clock = {
  now: () => fromMillis(Date.now()),
  after(ms, run) {
    // A time that has passed is due now; Node would warn of it.
    const timer = setTimeout(run, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};
