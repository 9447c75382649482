import { toRfc3339, US_PER_SECOND, type Micros } from '../../core/index.ts';

/** Time between two sessions of a log: nothing was seen then, so no answer covers it. */
export interface Downtime {
  /** Time of the last record before. */
  readonly from: string;
  /** Time of the first record after. */
  readonly to: string;
  readonly seconds: number;
  readonly reason: 'the server was not running';
}

/** Null where the clock was put back in between, so that no length is known. */
export function downtimeBetween(from: Micros, to: Micros): Downtime | null {
  if (to < from) return null;
  const seconds = (to - from) / US_PER_SECOND;
  return { from: toRfc3339(from), to: toRfc3339(to), seconds, reason: 'the server was not running' };
}
