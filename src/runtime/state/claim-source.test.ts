import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { SOURCES, type Source } from '../../core/index.ts';
import { claimSource } from './claim-source.ts';
import { openState } from './open-state.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'tallyfoil-claim-'));
const FIXTURE = new URL('./fixtures/v1.sql', import.meta.url);

/** Opens a file for a run of some source and closes it; the code of the refusal, or null. */
function opened(file: string, source: Source): string | null {
  const state = openState(file);
  try {
    claimSource(state, source);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    state.close();
  }
}

test.each(SOURCES)('a copied state of %s data opens for its own source only, even if it is empty', (source) => {
  const file = join(folder(), 'state.sqlite');
  expect(opened(file, source)).toBeNull();
  const copy = join(folder(), 'state.sqlite');
  copyFileSync(file, copy);
  expect(SOURCES.map((other) => opened(copy, other))).toEqual(
    SOURCES.map((other) => (other === source ? null : 'TF_STATE_OTHER_SOURCE')),
  );
});

function old(sql: string): string {
  const file = join(folder(), 'state.sqlite');
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  return file;
}

test('an old state gets the source of its rows, and each row keeps it', () => {
  const file = old(readFileSync(FIXTURE, 'utf8'));
  expect([opened(file, 'live'), opened(file, 'recorded'), opened(file, 'simulated')]).toEqual([
    'TF_STATE_OTHER_SOURCE',
    'TF_STATE_OTHER_SOURCE',
    null,
  ]);
  const state = openState(file);
  const count = (table: string) => state.all(`SELECT source, COUNT(*) AS n FROM ${table} GROUP BY source`);
  expect(count('alert_firings')).toEqual([{ source: 'simulated', n: 1 }]);
  expect(count('alert_outbox')).toEqual([{ source: 'simulated', n: 2 }]);
  expect(count('ledger')).toEqual([{ source: 'simulated', n: 1 }]);
  state.close();
});

test('an old state without such rows resets its rules, because it may be of another market', () => {
  const file = old(readFileSync(FIXTURE, 'utf8').replaceAll(/^INSERT INTO (alert_firings|alert_outbox|ledger) .*$/gm, ''));
  expect(opened(file, 'live')).toBeNull();
  const state = openState(file);
  const rules = state.all('SELECT told AS notified, fired, evaluated, held, last FROM alert_rules');
  expect(rules).toHaveLength(3);
  for (const rule of rules) expect(rule).toEqual({ notified: null, fired: 0, evaluated: 0, held: 0, last: null });
  state.close();
});
