import { performance } from 'node:perf_hooks';
import type { Clock } from '../../core/index.ts';

/** The machine's clock, in microseconds, and its timers. */
export const systemClock: Clock = {
  now: () => Math.round((performance.timeOrigin + performance.now()) * 1_000),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
