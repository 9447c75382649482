import { fromMillis, type Clock } from '../../core/index.ts';

/** The machine's wall clock and timers. */
export const systemClock: Clock = {
  now: () => fromMillis(Date.now()),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
