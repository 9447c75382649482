import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../core/index.ts';
import { median } from '../book/index.ts';

/** Past values of one quantity, one per interval, so that they are weighted by time, not by activity. Plain JSON data. */
export interface RollingMedian {
  readonly windowUs: Micros;
  readonly everyUs: Micros;
  /** Minimum number of values for a median. */
  readonly minimum: number;
  /** Oldest first, at most window / every. */
  readonly times: Micros[];
  readonly values: number[];
}

export interface RollingMedianSettings {
  /** Default 30 minutes. */
  readonly windowUs?: Micros;
  /** Default 5 s. */
  readonly everyUs?: Micros;
  /** Default 24: two minutes of the default interval. */
  readonly minimum?: number;
}

export function createRollingMedian(settings: RollingMedianSettings = {}): RollingMedian {
  const { windowUs = 30 * US_PER_MINUTE, everyUs = 5 * US_PER_SECOND, minimum = 24 } = settings;
  return { windowUs, everyUs, minimum, times: [], values: [] };
}

/** Whether a value at this time would be stored, that is, a new interval has begun. */
export function isDue({ times, everyUs }: RollingMedian, at: Micros): boolean {
  const last = times.at(-1);
  return last === undefined || Math.floor(at / everyUs) > Math.floor(last / everyUs);
}

/** Stores the value if a new interval has started; ignores null, and times that went backwards. */
export function observeValue(state: RollingMedian, value: number | null, at: Micros): void {
  const { times, values, windowUs } = state;
  if (value === null || !Number.isFinite(value) || !isDue(state, at)) return;
  times.push(at);
  values.push(value);
  while (times[0]! <= at - windowUs) {
    times.shift();
    values.shift();
  }
}

/** Median of the stored values; null with fewer than the minimum. */
export const medianOf = ({ values, minimum }: RollingMedian): number | null => (values.length < minimum ? null : median(values));

/** Time when the minimum will be reached if values continue; null if it is reached, or before the first value. */
export function medianReadyAt({ times, values, minimum, everyUs }: RollingMedian): Micros | null {
  const last = times.at(-1);
  if (last === undefined || values.length >= minimum) return null;
  return (Math.floor(last / everyUs) + minimum - values.length) * everyUs;
}
