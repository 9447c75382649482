import { US_PER_SECOND, type Micros } from '../../../core/index.ts';

/** How often levels of a market are usually refilled, counted once for each level. Plain data. */
export interface RefillRecord {
  since: Micros | null;
  /** Levels whose whole display was executed, and how many of them were refilled in time. */
  depleted: number;
  refilled: number;
  /** The same counts for levels that were refilled once and depleted again, because these are refilled more often. */
  depletedAgain: number;
  refilledAgain: number;
  /** |ln| of the ratio of a level's first two displays after refills. */
  readonly pairs: number[];
}

const PAIRS_MOST = 200;
/** Number of levels at which all counts and their duration are halved, so that old data fade. */
const DEPLETED_MOST = 4_000;

export const newRefillRecord = (): RefillRecord => ({
  since: null,
  depleted: 0,
  refilled: 0,
  depletedAgain: 0,
  refilledAgain: 0,
  pairs: [],
});

/** Records the outcome of a level's first depletion, or of its second, after the first refill. */
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

/** Records the similarity of a level's first two refills. */
export function notePair({ pairs }: RefillRecord, first: number, second: number): void {
  if (!(first > 0 && second > 0)) return;
  pairs.push(Math.abs(Math.log(second / first)));
  if (pairs.length > PAIRS_MOST) pairs.shift();
}

/** Probability of at least `least` successes in `n` independent trials. */
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
 * Expected number per hour of levels refilled as often and as similarly by chance; ≥ 0. The product of: the rate of depleted levels; the
 * share refilled; for each further refill, the share refilled again; the binomial probability of this many similar refills. Null before
 * the first depletion.
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
