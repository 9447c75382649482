import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { newStateFile, RULE, stage } from './testing/stage.ts';

const WEBHOOK = 'https://hooks.example/a';

/** A state with two rules that fired twice each and whose messages wait, modified by an attacker. */
async function spoilt(sql: string, ...values: readonly (string | number | bigint)[]): Promise<string> {
  const file = newStateFile();
  const here = stage({ file });
  await here.service.create({ ...RULE, outlets: [WEBHOOK] });
  await here.service.create({ ...RULE, field: 'state', when: 'changes', value: null });
  here.shown.outlet = async () => ({ kind: 'failed', problem: 'ECONNREFUSED', afterMs: null });
  for (const spread of [9, 1, 8]) {
    here.shown.spread = spread;
    await here.look();
  }
  await here.stop();
  here.state.close();
  const database = new DatabaseSync(file);
  database.prepare(sql).run(...values);
  database.close();
  return file;
}

const SECOND = 'WHERE rowid = (SELECT MAX(rowid) FROM';

test.each([
  ['a firing of another shape', `UPDATE alert_firings SET body = '[]' ${SECOND} alert_firings)`],
  ['a firing whose text is about another', `UPDATE alert_firings SET seq = 77 ${SECOND} alert_firings)`],
  ['a number that no program here can hold', `UPDATE alert_firings SET seq = 9007199254740993 ${SECOND} alert_firings)`],
  ['a firing of a source that there is not', `UPDATE alert_firings SET source = 'x' ${SECOND} alert_firings)`],
])('%s is set aside and counted; the others are there, and the count continues', async (_, sql) => {
  const here = stage({ file: await spoilt(sql) });
  const { fired, caveats } = await here.service.list({ limit: 9, fired: 1 });
  expect(fired).toMatchObject([{ seq: 1, value: 9 }]);
  expect(caveats).toContainEqual(expect.stringMatching(/^Rows of the state .*1 of alert_firings.*TF_STATE_ROWS_UNREADABLE/));
  here.shown.spread = 1;
  await here.look();
  here.shown.spread = 9;
  await here.look();
  expect((await here.service.list({ limit: 0, fired: 9 })).fired.map(({ value }) => value)).toEqual([9, 9]);
  here.state.close();
});

test('unreadable messages are given up and counted, and do not block readable ones', async () => {
  const here = stage({ file: await spoilt("UPDATE alert_outbox SET body = 'x' WHERE rowid = 1") });
  here.start();
  await here.settle();
  expect(here.sent).toHaveLength(1);
  expect((await here.service.list({ limit: 0, fired: 0 })).outlets).toEqual([
    { outlet: WEBHOOK, waiting: 0, given_up: 1, problem: "its row can't be read" },
  ]);
  await here.stop();
  here.state.close();
});

test('an entry of the ledger with times, prices or steps that are not valid is set aside', async () => {
  const ledger = async (file: string) => {
    const here = stage({ file });
    const answer = await here.service.ledger({ sinceHours: 87_600, horizonSec: 60, hitBps: 5, limit: 9 });
    here.state.close();
    return answer.entries.length;
  };
  expect(await ledger(await spoilt(`UPDATE ledger SET mid = 0 ${SECOND} ledger)`))).toBe(1);
  expect(await ledger(await spoilt(`UPDATE ledger SET mid = 9e999 ${SECOND} ledger)`))).toBe(1);
  expect(await ledger(await spoilt(`UPDATE ledger SET at = 9007199254740993 ${SECOND} ledger)`))).toBe(1);
  expect(await ledger(await spoilt(`UPDATE ledger SET after = '{"steps":{}}' ${SECOND} ledger)`))).toBe(1);
  expect(await ledger(await spoilt(`UPDATE ledger SET detail = 'fine' ${SECOND} ledger)`))).toBe(2);
});

test('a rule with an invalid end, or an impossible notified state, is not restored as valid', async () => {
  const endless = stage({
    file: await spoilt(`UPDATE alert_rules SET definition = json_set(definition, '$.expires_at', 'soon') WHERE rowid = 1`),
  });
  expect((await endless.service.list({ limit: 9, fired: 0 })).total).toBe(1);
  endless.state.close();
  const here = stage({ file: await spoilt("UPDATE alert_rules SET told = 'gone mad' WHERE rowid = 1") });
  here.shown.spread = 9;
  await here.look();
  expect((await here.service.list({ limit: 0, fired: 1 })).fired).toMatchObject([{ seq: 3, value: 9 }]);
  here.state.close();
});

test('a damaged index that keeps listing a message does not send it for ever', async () => {
  const file = await spoilt('UPDATE alert_outbox SET attempts = attempts');
  const database = new DatabaseSync(file);
  const { sql } = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'alert_outbox_waiting'").get() as { sql: string };
  // Builds an index of all messages, marks a row as delivered, then makes the old definition of the index point to it.
  const wide = sql.replace("state = 'waiting'", "state <='waiting'");
  database.exec('DROP INDEX alert_outbox_waiting');
  database.exec(wide);
  database.exec("UPDATE alert_outbox SET state = 'delivered' WHERE rowid = 1");
  database.close();
  const bytes = readFileSync(file);
  bytes.write(sql, bytes.indexOf(wide));
  writeFileSync(file, bytes);
  const here = stage({ file });
  expect(here.state.all("SELECT rowid FROM alert_outbox WHERE state = 'waiting' AND outlet = ?", WEBHOOK)).toHaveLength(2);
  here.start();
  await here.settle();
  await here.settle();
  expect(here.sent.length).toBeLessThan(10);
  await here.stop();
  here.state.close();
});
