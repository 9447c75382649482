import { expect, test } from 'vitest';
import { inParts } from '../testing/in-parts.ts';
import { report } from '../testing/report.ts';
import { shareOf } from '../testing/scale.ts';
import { BOOK_RULES, perRule } from './book-rules.ts';
import { runSchedules, sumOf, tallyLine } from './claims.ts';
import { FORMS } from './schedules.ts';

/** Of all rules together, so that another rule shares them. */
const SCHEDULES = 10_000;
/** So many strike with every kind of fault. */
const MANY = 250;

test.each(BOOK_RULES)(
  'fault schedules on a book of %s: never wrong while synced, never a stranger reset, never stuck',
  async (rule) => {
    const count = perRule(shareOf(SCHEDULES));
    const parts = { name: rule.replaceAll(/\W+/g, '-'), from: 1, count, size: 20 };
    const tally = sumOf(await inParts(parts, (from, some) => runSchedules(rule, { from, count: some })));
    report(tallyLine(rule, tally));
    expect(tally.failures).toEqual([]);
    expect(tally.schedules).toBe(count);
    expect(tally.syncedShare).toBeGreaterThan(count < MANY ? 0.5 : 0.7);
    if (count >= MANY) for (const kind of Object.keys(FORMS)) expect(tally.fired[kind], `${kind} struck`).toBeGreaterThan(0);
  },
);
