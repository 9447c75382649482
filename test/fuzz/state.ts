import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CodedError, seededRandom, type Random } from '../../src/core/index.ts';
import getLedger from '../../src/operations/alerts/get-ledger.ts';
import listAlerts from '../../src/operations/alerts/list-alerts.ts';
import { RULE, stage, type Stage } from '../../src/services/alerts/testing/stage.ts';
import { damaged, oneOf, reshaped, upTo } from './mutations.ts';

export interface StateTally {
  cases: number;
  /** States that opened, with or without rows set aside; and that were refused with a coded error. */
  opened: number;
  refused: number;
  /** States that opened and reported rows set aside. */
  setAside: number;
  /** Calls that ended with an answer, and with a coded error. */
  answered: number;
  refusals: number;
  readonly failures: string[];
}

const RULES = [
  { ...RULE, outlets: ['log', 'https://hooks.example/a'], expects: 'up' },
  { ...RULE, field: 'state', when: 'changes', value: null },
  { ...RULE, when: 'sigma', value: 3, window_sec: 600 },
  { ...RULE, when: 'crosses', value: 4 },
] as const;

/** A closed state with four rules, firings, waiting and given-up messages, and a ledger. */
async function original(file: string): Promise<void> {
  const here = stage({ file });
  for (const rule of RULES) await here.service.create(rule);
  here.shown.outlet = async () => ({ kind: 'failed', problem: 'ECONNREFUSED', afterMs: null });
  for (const spread of [9, 1, 8, 2, 7]) {
    here.shown.spread = spread;
    await here.look();
    await here.follow();
  }
  here.state.run("UPDATE alert_outbox SET state = 'given_up', ended_at = 1 WHERE rowid = 1");
  await here.stop();
  here.state.close();
}

const TABLES = ['alert_rules', 'alert_firings', 'alert_outbox', 'ledger'] as const;
const VALUES = [
  null, 0, -1, 1.5, 1e300, 9_007_199_254_740_991, 9_007_199_254_740_993n, -9_223_372_036_854_775_808n, '', 'null', '{}', '[]', '"x"', '7', '{',
  '\u202Ex\u0007', 'x'.repeat(100_000), '['.repeat(5_000), '{"__proto__":{"x":1}}', 'simulated', 'live', 'waiting', '9999-12-31T23:59:59Z',
]; // prettier-ignore

/** One to three values of rows changed with the table checks off, as any program with access to the file could. */
function rewritten(random: Random, file: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF');
  for (let edits = 1 + upTo(random, 3); edits > 0; edits--) {
    const table = random() < 0.03 ? 'state_source' : oneOf(random, TABLES);
    const columns = database.prepare(`PRAGMA table_info(${table})`).all();
    const column = String(oneOf(random, columns)['name']);
    const rows = database
      .prepare(`SELECT rowid AS row, CASE typeof("${column}") WHEN 'text' THEN "${column}" END AS value FROM ${table}`)
      .all();
    const { row, value } = oneOf(random, rows) ?? { row: 0, value: null };
    const made = typeof value === 'string' && random() < 0.6 ? reshaped(random, value) : oneOf(random, VALUES);
    try {
      database.prepare(`UPDATE ${table} SET "${column}" = ? WHERE rowid = ?`).run(made, row ?? 0);
    } catch (error) {
      // The table refuses some edits; the case then has one less.
      if (!/constraint|datatype|cannot store/i.test(String(error))) throw error;
    }
  }
  database.close();
}

const HOSTILE_SCHEMA = [
  'CREATE TRIGGER t AFTER INSERT ON alert_firings BEGIN DELETE FROM alert_rules; END',
  'DROP TABLE ledger',
  'DROP TABLE ledger; CREATE VIEW ledger AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n',
  'ALTER TABLE alert_rules ADD COLUMN more TEXT',
  'DROP INDEX alert_outbox_waiting',
  'PRAGMA user_version = -1',
  'PRAGMA user_version = 1',
  'PRAGMA user_version = 99',
];

function reschemed(random: Random, file: string): void {
  const database = new DatabaseSync(file);
  database.exec(oneOf(random, HOSTILE_SCHEMA));
  database.close();
}

function broken(random: Random, file: string): void {
  let bytes: Buffer = readFileSync(file);
  for (let times = 1 + upTo(random, 2); times > 0 && bytes.length > 0; times--) bytes = damaged(random, bytes);
  writeFileSync(file, bytes);
}

type Step = readonly [name: string, run: () => Promise<unknown>];

/** An answer as a face would send it; violating its own schema would be an internal error. */
async function checked(operation: typeof listAlerts | typeof getLedger, answer: Promise<unknown>): Promise<unknown> {
  const read = operation.output.safeParse(await answer);
  if (!read.success) throw new Error(`an answer breaks its schema: ${JSON.stringify(read.error.issues).slice(0, 300)}`);
  return read.data;
}

/** Every call that reads or writes the state. */
const steps = (here: Stage, ids: readonly string[]): readonly Step[] => [
  ['list', () => checked(listAlerts, here.service.list({ limit: 200, fired: 200 }))],
  ['ledger', () => checked(getLedger, here.service.ledger({ sinceHours: 87_600, horizonSec: 60, hitBps: 5, limit: 500 }))],
  ...ids.map((id): Step => [`update ${id}`, () => here.service.update({ id, enabled: true, expiresInSec: null })]),
  ...ids.slice(0, 1).map((id): Step => [`test ${id}`, () => here.service.test({ id })]),
  ['create', () => here.service.create({ ...RULE, value: 6 })],
  ['start', async () => here.start()],
  ['look', async () => ((here.shown.spread = 9), here.look())],
  ['look again', async () => ((here.shown.spread = 1), here.look(60_000))],
  ['follow', () => here.follow()],
  ['list after', () => checked(listAlerts, here.service.list({ limit: 200, fired: 200 }))],
  ...ids.map((id): Step => [`remove ${id}`, () => here.service.remove({ id })]),
  ['stop', () => here.stop()],
];

/** Gives the alert service damaged or forged files. Opening them, and every call, must succeed or end with a coded error. */
export async function fuzzState({ from, count }: { readonly from: number; readonly count: number }): Promise<StateTally> {
  const tally: StateTally = { cases: 0, opened: 0, refused: 0, setAside: 0, answered: 0, refusals: 0, failures: [] };
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-fuzz-state-'));
  const whole = join(folder, 'whole.sqlite');
  await original(whole);
  const fail = (seed: number, what: string, error: unknown) =>
    tally.failures.push(`seed ${seed} ${what}: ${error instanceof Error ? error.stack : String(error)}`);
  for (let seed = from; seed < from + count; seed++) {
    const random = seededRandom(seed);
    const file = join(folder, `${seed}.sqlite`);
    copyFileSync(whole, file);
    const way = random() < 0.05 ? reschemed : random() < 0.6 ? rewritten : broken;
    way(random, file);
    tally.cases++;
    let here: Stage;
    try {
      here = stage({ file });
    } catch (error) {
      if (error instanceof CodedError && error.code !== 'TF_INTERNAL_ERROR') tally.refused++;
      else fail(seed, `${way.name} open`, error);
      continue;
    }
    tally.opened++;
    let ids: readonly string[] = [];
    try {
      ids = (await here.service.list({ limit: 200, fired: 0 })).rules.map(({ id }) => id);
    } catch (error) {
      if (!(error instanceof CodedError)) fail(seed, `${way.name} first list`, error);
    }
    for (const [name, run] of steps(here, ids)) {
      try {
        await run();
        tally.answered++;
      } catch (error) {
        if (error instanceof CodedError && error.code !== 'TF_INTERNAL_ERROR') tally.refusals++;
        else fail(seed, `${way.name} ${name}`, error);
      }
    }
    if (here.state.setAside.problem() !== null) tally.setAside++;
    here.state.close();
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  }
  rmSync(folder, { recursive: true, force: true });
  return tally;
}
