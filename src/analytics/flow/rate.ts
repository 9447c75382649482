import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import {
  addToWindow,
  advanceWindow,
  createRollingWindow,
  isComplete,
  windowCount,
  type RollingWindow,
} from './rolling-window.ts';

/** Reports count trades and book changes over 10 s. */
const RATE_SPAN_US = 10 * US_PER_SECOND;

/** A window that counts events. `since`: time from which all events are included. */
export const createRate = (since: Micros | null = null, spanUs: Micros = RATE_SPAN_US): RollingWindow =>
  createRollingWindow(spanUs, 0, since);

/** Counts one event at its event time; false if it is older than the window. */
export const countEvent = (rate: RollingWindow, at: Micros): boolean => addToWindow(rate, at, []);

/** Events per second over the window that ends at `now`, ≥ 0; null until the whole window was observed. */
export function eventsPerSecond(rate: RollingWindow, now: Micros): number | null {
  advanceWindow(rate, now);
  return isComplete(rate) ? windowCount(rate) / (rate.spanUs / US_PER_SECOND) : null;
}
