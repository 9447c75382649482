import { toRfc3339, US_PER_SECOND, type Micros } from '../../core/index.ts';

/** A time between two sessions without records, because the server was stopped or could not write. */
export interface Downtime {
  /** Time of the last record before. */
  readonly from: string;
  /** Time of the first record after. */
  readonly to: string;
  readonly seconds: number;
  readonly reason: 'no record of this time';
}

/** The downtime between two record times; null if the clock was set back in between, so that its length is unknown. */
export function downtimeBetween(from: Micros, to: Micros): Downtime | null {
  if (to < from) return null;
  const seconds = (to - from) / US_PER_SECOND;
  return { from: toRfc3339(from), to: toRfc3339(to), seconds, reason: 'no record of this time' };
}
