import { invalidInput } from './errors.ts';
import { toRfc3339, US_PER_MINUTE, type Micros } from './time.ts';

/** How far a caller's clock may be ahead of ours. */
const AHEAD_US = US_PER_MINUTE;

/** Refuses a start in the future: nothing has happened since then. */
export function refuseFuture(operation: string, argument: string, time: Micros, now: Micros): void {
  if (time > now + AHEAD_US)
    throw invalidInput({ operation, problems: [`${argument}: is in the future, and it is ${toRfc3339(Math.round(now))} now`] });
}
