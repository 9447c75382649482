import { expect, test } from 'vitest';
import { fired, openStages } from './testing/open-stages.ts';
import { newShown, newStateFile, RULE, START } from './testing/stage.ts';

const { open, closeAll } = openStages();

test('the ledger of another simulated market is neither measured on nor shown, and its alerts live on', async () => {
  const file = newStateFile();
  const first = open({ file });
  await first.service.create({ ...RULE });
  first.shown.spread = 7;
  await first.look();
  const asked = { sinceHours: 24, horizonSec: 60, hitBps: 5, limit: 10 };
  expect(await first.service.ledger(asked)).toMatchObject({ total: 1, entries: [{ mid: 100 }] });
  closeAll();
  const shown = newShown();
  shown.mid = 500;
  const second = open({ file, shown, at: START + 61_000_000, isNewMarket: true });
  await second.follow();
  const { total, entries, caveats } = await second.service.ledger(asked);
  expect([total, entries]).toEqual([0, []]);
  expect(caveats).toContainEqual(expect.stringMatching(/earlier runs are not shown/));
  const { rules, fired: listed } = await second.service.list({ limit: 5, fired: 5 });
  expect(rules[0]).toMatchObject({ source: 'simulated', run: 'earlier', record: { last_fired_run: 'earlier' } });
  expect(listed.map(({ run, source }) => [run, source])).toEqual([['earlier', 'simulated']]);
  expect(rules[0]?.record.fired).toBe(1);
  expect(rules[0]?.record.after.map(({ move_bps: move, reason }) => [move, reason])).toEqual(
    Array.from({ length: 4 }, () => [null, 'the simulated market ended before']),
  );
  shown.spread = 1;
  await second.look();
  shown.spread = 9;
  await second.look();
  expect((await second.service.ledger(asked)).entries).toMatchObject([{ mid: 500 }]);
  expect(await fired(second)).toEqual([7, 9]);
  const now = await second.service.list({ limit: 5, fired: 5 });
  expect(now.rules[0]).toMatchObject({ run: 'earlier', record: { last_fired_run: 'current' } });
  expect(now.fired.map(({ run }) => run)).toEqual(['current', 'earlier']);
  closeAll();
  // Without a new market, a restart continues the ledger.
  expect((await open({ file, at: START + 70_000_000 }).service.ledger(asked)).total).toBe(2);
});
