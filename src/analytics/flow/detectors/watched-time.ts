import { US_PER_MINUTE, type Micros } from '../../../core/index.ts';

/** Withdrawals are compared with those of this time. */
export const WINDOW_US = 30 * US_PER_MINUTE;

/** Hours of a time. */
export const hoursOf = (time: Micros): number => time / (60 * US_PER_MINUTE);
/** Shortest time of a rate, hours. */
export const HOURS_LEAST = 1 / 60;

/** When a market was watched. Plain data. */
export interface WatchedTime {
  /** Start of the time watched; moved forward by the time in which the book was not known. Null before the first judgement. */
  since: Micros | null;
  /** Start and end of each such time of the last half hour in turn, oldest first. */
  unwatched: readonly Micros[];
}

/** Leaves out a time without a complete book. Calls come in order. */
export function leaveOut(watched: WatchedTime, from: Micros, to: Micros): void {
  if (watched.since === null) return;
  watched.since += to - from;
  const kept = watched.unwatched.filter((_, i, all) => all[i | 1]! > to - WINDOW_US);
  const joined = kept.length > 0 && kept.at(-1)! >= from;
  watched.unwatched = (joined ? kept.slice(0, -1) : kept.concat(from)).concat(to);
}

/** Time of the half hour before `at` that was watched, 0 to 30 minutes. */
export function watchedBefore({ since, unwatched }: WatchedTime, at: Micros): Micros {
  if (since === null) return 0;
  let left = WINDOW_US;
  for (let i = 0; i < unwatched.length; i += 2)
    left -= Math.max(0, Math.min(at, unwatched[i + 1]!) - Math.max(at - WINDOW_US, unwatched[i]!));
  return Math.max(0, Math.min(left, at - since));
}
