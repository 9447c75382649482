import { runSchedule, type Outcome } from './run-schedule.ts';
import { planSchedule, type PlannedSchedule } from './schedules.ts';
import { venueOf, type BookRule } from './book-rules.ts';

/** The broken claims of this run. Every claim must hold for a feed under any schedule of faults. */
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
  /** One line for each schedule that broke a claim: how to run it again, and which claims broke. */
  readonly failures: readonly string[];
  readonly schedules: number;
  readonly touches: number;
  readonly books: number;
  /** Number of synced books among them. */
  readonly synced: number;
  readonly syncedShare: number;
  /** Virtual seconds after the faults. */
  readonly slowestHealing: number;
  readonly fired: Readonly<Record<string, number>>;
}

/** Runs the schedules of these seeds. */
export function runSchedules(rule: BookRule, { from, count }: { readonly from: number; readonly count: number }): Tally {
  const failures: string[] = [];
  const fired: Record<string, number> = {};
  const sum = { touches: 0, books: 0, synced: 0, slowest: 0 };
  for (let seed = from; seed < from + count; seed++) {
    const venue = venueOf(rule, seed);
    const schedule = planSchedule(venue, seed);
    const outcome = runSchedule(schedule);
    const broken = brokenClaims(schedule, outcome);
    if (broken.length > 0) failures.push(`planSchedule('${venue}', ${seed}), faults ${schedule.faults}: ${broken.join('; ')}`);
    for (const [kind, times] of outcome.fired) fired[kind] = (fired[kind] ?? 0) + times;
    sum.touches += outcome.counts.touches;
    sum.books += outcome.counts.books;
    sum.synced += outcome.counts.synced;
    sum.slowest = Math.max(sum.slowest, outcome.healedAfter ?? 0);
  }
  const { touches, books, synced, slowest } = sum;
  return {
    failures,
    schedules: count,
    touches,
    books,
    synced,
    syncedShare: synced / books,
    slowestHealing: slowest,
    fired,
  };
}

/** The tally of several runs together. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (what: (tally: Tally) => number) => tallies.reduce((total, tally) => total + what(tally), 0);
  const fired: Record<string, number> = {};
  for (const tally of tallies) for (const [kind, times] of Object.entries(tally.fired)) fired[kind] = (fired[kind] ?? 0) + times;
  const [books, synced] = [sum((tally) => tally.books), sum((tally) => tally.synced)];
  return {
    failures: tallies.flatMap(({ failures }) => failures),
    schedules: sum((tally) => tally.schedules),
    touches: sum((tally) => tally.touches),
    books,
    synced,
    syncedShare: synced / books,
    slowestHealing: Math.max(...tallies.map(({ slowestHealing }) => slowestHealing)),
    fired,
  };
}

/** One line for people. */
export const tallyLine = (rule: BookRule, tally: Tally): string =>
  `${rule}: ${tally.schedules} fault schedules, ${tally.failures.length} broken; ${tally.touches} touches and ` +
  `${tally.books} books (${Math.round(tally.syncedShare * 100)} % synced) held against the truth; ` +
  `slowest recovery ${tally.slowestHealing.toFixed(1)} s after the faults; faults ${Object.entries(tally.fired)
    .map(([kind, times]) => `${kind} ${times}`)
    .join(', ')}`;
