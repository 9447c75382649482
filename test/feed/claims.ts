import { runSchedule, type Outcome } from './run-schedule.ts';
import { planSchedule, type PlannedSchedule } from './schedules.ts';
import type { SimulatedVenue } from '../../src/simulator/index.ts';

/** What a feed owes under any schedule of faults; the claims that this run broke. */
export function brokenClaims({ target }: Pick<PlannedSchedule, 'target'>, outcome: Outcome): readonly string[] {
  const broken: string[] = [];
  const [violation] = outcome.violations;
  if (violation)
    broken.push(`${outcome.violations.length} times a synced book was not the truth: ${violation.symbol} ${violation.what}`);
  const stray = target === null ? undefined : outcome.gaps.find(({ symbol }) => symbol !== target);
  if (stray) broken.push(`${stray.symbol} had a gap of its own: ${stray.reason}`);
  if (outcome.healedAfter === null) broken.push('it did not recover when the faults were over');
  return broken;
}

export interface Tally {
  /** One line for each schedule that broke a claim: what is needed to run it again, and what broke. */
  readonly failures: readonly string[];
  readonly schedules: number;
  readonly touches: number;
  readonly books: number;
  readonly syncedShare: number;
  readonly slowestHealing: number;
  readonly fired: Readonly<Record<string, number>>;
}

/** Runs the schedules of these seeds. */
export function runSchedules(venue: SimulatedVenue, { from, count }: { readonly from: number; readonly count: number }): Tally {
  const failures: string[] = [];
  const fired: Record<string, number> = {};
  const sum = { touches: 0, books: 0, synced: 0, slowest: 0 };
  for (let seed = from; seed < from + count; seed++) {
    const schedule = planSchedule(venue, seed);
    const outcome = runSchedule(schedule);
    const broken = brokenClaims(schedule, outcome);
    if (broken.length > 0) failures.push(`planSchedule('${venue}', ${seed}), faults ${schedule.faults}: ${broken.join('; ')}`);
    for (const [kind, times] of outcome.fired) fired[kind] = (fired[kind] ?? 0) + times;
    sum.touches += outcome.counts.touches;
    sum.books += outcome.counts.books;
    sum.synced += outcome.counts.synced;
    sum.slowest = Math.max(sum.slowest, outcome.healedAfter ?? Number.POSITIVE_INFINITY);
  }
  const { touches, books, synced, slowest } = sum;
  return { failures, schedules: count, touches, books, syncedShare: synced / books, slowestHealing: slowest, fired };
}

/** One line for people. */
export const tallyLine = (venue: SimulatedVenue, tally: Tally): string =>
  `${venue}: ${tally.schedules} fault schedules, ${tally.failures.length} broken; ${tally.touches} touches and ` +
  `${tally.books} books (${Math.round(tally.syncedShare * 100)} % synced) held against the truth; ` +
  `slowest recovery ${tally.slowestHealing.toFixed(1)} s after the faults; faults ${Object.entries(tally.fired)
    .map(([kind, times]) => `${kind} ${times}`)
    .join(', ')}\n`;
