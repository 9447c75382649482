import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { stage } from './testing/stage.ts';

const FIXTURE = new URL('../../runtime/state/fixtures/v1.sql', import.meta.url);

test('a state of version 1 opens with its rules, firings, waiting messages and ledger, and continues', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tallyfoil-v1-')), 'state.sqlite');
  const old = new DatabaseSync(file);
  old.exec(readFileSync(FIXTURE, 'utf8'));
  old.close();
  const here = stage({ file, at: 1_700_000_100_000_000 });
  const { rules, fired, outlets } = await here.service.list({ limit: 9, fired: 9 });
  expect(rules.map(({ field, when, status }) => [field, when, status])).toEqual([
    ['spread_bps', 'sigma', 'active'],
    ['state', 'changes', 'active'],
    ['spread_bps', 'above', 'active'],
  ]);
  expect(rules[2]).toMatchObject({
    note: 'wide',
    record: { fired: 1, last_value: 7, after: [{ seconds: 60, mid: 100.59 }, {}, {}, {}] },
  });
  expect(fired).toMatchObject([{ seq: 1, value: 7, rule_id: rules[2]?.id }]);
  expect(outlets).toMatchObject([
    { outlet: 'https://hooks.example/a', waiting: 1 },
    { outlet: 'log', waiting: 1 },
  ]);
  expect((await here.service.ledger({ sinceHours: 1, horizonSec: 60, hitBps: 5, limit: 9 })).summary).toMatchObject([
    { kind: 'alert', entries: 1, judged: 1, hits: 1 },
  ]);
  here.start();
  await here.settle();
  expect(here.sent).toHaveLength(2);
  here.shown.spread = 1;
  await here.look();
  here.shown.spread = 9;
  await here.look();
  expect((await here.service.list({ limit: 0, fired: 1 })).fired).toMatchObject([
    { seq: 2, id: expect.stringMatching(`^${rules[2]?.id}-2-`) as string },
  ]);
  await here.stop();
  here.state.close();
});
