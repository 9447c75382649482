import { afterAll, describe, expect, test } from 'vitest';
import { inParts } from '../testing/in-parts.ts';
import { report } from '../testing/report.ts';
import { LANE, shareOf } from '../testing/scale.ts';
import { BOOK_RULES, perRule } from './book-rules.ts';
import { runSchedules, sumOf, tallyLine, type Tally } from './claims.ts';
import { FORMS } from './schedules.ts';

/** Number of schedules of all rules together; a new rule adds none. */
const SCHEDULES = 10_000;
/** From this number of schedules on, every kind of fault must occur. */
const MANY = 250;
/** Schedules of one test: few enough for the budget of a usual test. */
const PART = LANE === 'usual' ? 4 : 25;

const COUNT = perRule(shareOf(SCHEDULES));
const STARTS = Array.from({ length: Math.ceil(COUNT / PART) }, (_, part) => 1 + part * PART);

/** Checks the totals over all schedules of a rule. */
function expectWhole(tally: Tally): void {
  expect(tally.schedules).toBe(COUNT);
  expect(tally.syncedShare).toBeGreaterThan(COUNT < MANY ? 0.5 : 0.7);
  if (COUNT >= MANY) for (const kind of Object.keys(FORMS)) expect(tally.fired[kind], `${kind} struck`).toBeGreaterThan(0);
}

describe.each(BOOK_RULES)('fault schedules on a book of %s', (rule) => {
  const tallies: Tally[] = [];

  test.each(STARTS)('never wrong while synced, never a stranger reset, never stuck: from seed %i', async (from) => {
    const count = Math.min(PART, 1 + COUNT - from);
    const parts = { name: rule.replaceAll(/\W+/g, '-'), from, count, size: PART };
    const tally = sumOf(await inParts(parts, (first, some) => runSchedules(rule, { from: first, count: some })));
    expect(tally.failures).toEqual([]);
    tallies.push(tally);
  });

  afterAll(() => {
    // After a failure, or if only some tests were selected, the sum is incomplete.
    if (tallies.length < STARTS.length) return;
    const tally = sumOf(tallies);
    report(tallyLine(rule, tally));
    expectWhole(tally);
  });
});
