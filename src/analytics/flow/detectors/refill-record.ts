import { US_PER_SECOND, type Micros } from '../../../core/index.ts';

/** How often levels of a market are refilled as a matter of course, counted once a level. Plain data. */
export interface RefillRecord {
  since: Micros | null;
  /** Levels of which all that was shown was executed, and those of them that were full again in time. */
  depleted: number;
  refilled: number;
  /** The same of levels that had been refilled once and were depleted again: what is refilled once is likelier to be. */
  depletedAgain: number;
  refilledAgain: number;
  /** |ln| of the ratio of a level's first two displays after refills. */
  readonly pairs: number[];
}

const PAIRS_MOST = 200;
/** At so many levels all counts are halved, and so is their time: an old habit fades. */
const DEPLETED_MOST = 4_000;

export const newRefillRecord = (): RefillRecord => ({
  since: null,
  depleted: 0,
  refilled: 0,
  depletedAgain: 0,
  refilledAgain: 0,
  pairs: [],
});

/** Notes what became of a level's first depletion, or of that after its first refill. */
export function noteDepletion(record: RefillRecord, which: 'first' | 'second', fate: 'refilled' | 'not', now: Micros): void {
  record.since ??= now;
  const refilled = fate === 'refilled' ? 1 : 0;
  if (which === 'second') {
    record.depletedAgain++;
    record.refilledAgain += refilled;
    return;
  }
  record.depleted++;
  record.refilled += refilled;
  if (record.depleted < DEPLETED_MOST) return;
  record.depleted /= 2;
  record.refilled /= 2;
  record.depletedAgain /= 2;
  record.refilledAgain /= 2;
  record.since += (now - record.since) / 2;
}

/** Notes how alike a level's first two refills were. */
export function notePair({ pairs }: RefillRecord, first: number, second: number): void {
  if (!(first > 0 && second > 0)) return;
  pairs.push(Math.abs(Math.log(second / first)));
  if (pairs.length > PAIRS_MOST) pairs.shift();
}

/** Chance of `least` or more successes in `n` trials of one chance each. */
function atLeast(least: number, n: number, chance: number): number {
  let term = (1 - chance) ** n;
  let below = 0;
  for (let k = 0; k < least; k++) {
    below += term;
    term *= ((n - k) / (k + 1)) * (chance / (1 - chance));
  }
  return Math.max(0, 1 - below);
}

/**
 * How often an hour this market would show by chance a level refilled as often, so many times of about one size: the rate of
 * depleted levels × the share of them that are refilled × for each further refill the share of refilled ones that are so
 * again × the binomial chance that so many are as much alike; ≥ 0. Null before any level was depleted.
 */
export function refillChancePerHour(
  { since, depleted, refilled, depletedAgain, refilledAgain, pairs }: RefillRecord,
  alikes: readonly number[],
  refills: number,
  now: Micros,
): number | null {
  if (since === null || alikes.length === 0) return null;
  const hours = Math.max(now - since, 60 * US_PER_SECOND) / (3_600 * US_PER_SECOND);
  const once = (refilled + 1) / (depleted + 2);
  const again = (refilledAgain + 1) / (depletedAgain + 2);
  const spread = Math.log(Math.max(...alikes) / Math.min(...alikes));
  const alike = (pairs.filter((pair) => pair <= spread).length + 1) / (pairs.length + 2);
  return ((depleted + 1) / hours) * once * again ** (refills - 1) * atLeast(alikes.length - 1, refills - 1, alike);
}
