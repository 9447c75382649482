import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { seededRandom } from '../../../src/core/index.ts';
import type { Firing } from '../../../src/services/alerts/index.ts';

const CHILD = fileURLToPath(new URL('./kill-alerts.ts', import.meta.url));

/** Lets the process fire and kills it some time after its first firing. Returns the last number reported as on disk. */
async function fireAndKill(directory: string, before: number, moreMs: number): Promise<number> {
  const child = spawn(process.execPath, [CHILD, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let killing: NodeJS.Timeout | null = null;
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    // The last line may be cut.
    if (Number(said.split('\n').at(-2) ?? 0) > before) killing ??= setTimeout(() => child.kill('SIGKILL'), moreMs);
  });
  await new Promise((resolve) => child.on('close', resolve));
  return Number(said.split('\n').at(-2) ?? 0);
}

/** Kills a firing process in several rounds, then checks the files: no firing lost, none duplicated. */
export async function killRounds(rounds: number, seed: number): Promise<{ readonly firings: number; readonly again: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'tallyfoil-kill-'));
  const random = seededRandom(seed);
  let reported = 0;
  for (let round = 0; round < rounds; round++) {
    const now = await fireAndKill(directory, reported, random() * 700);
    expect(now).toBeGreaterThan(reported);
    reported = now;
  }
  const database = new DatabaseSync(join(directory, 'state.sqlite'));
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  const all = <T>(sql: string) => database.prepare(sql).all() as T[];
  const firings = all<{ body: string }>('SELECT body FROM alert_firings ORDER BY seq').map(
    ({ body }) => JSON.parse(body) as Firing,
  );
  // Firings reported as on disk are there, and their numbers have no gap.
  expect(firings.length).toBeGreaterThanOrEqual(reported);
  expect(firings.map(({ seq }) => seq)).toEqual(firings.map((_, index) => index + 1));
  for (const [rule, own = []] of Map.groupBy(firings, ({ rule_id: id }) => id)) {
    expect(own.map(({ id }) => id.slice(0, id.lastIndexOf('-')))).toEqual(own.map((_, index) => `${rule}-${index + 1}`));
    // Each firing was compared with the value of the previous one, so the notified state always matched the firings.
    expect(own.slice(1).map(({ threshold }) => threshold)).toEqual(own.slice(0, -1).map(({ value }) => value));
    expect(all(`SELECT fired FROM alert_rules WHERE id = '${rule}'`)).toEqual([{ fired: own.length }]);
  }
  const ids = firings.map(({ id }) => `${id}-1`).toSorted();
  const outbox = all<{ id: string; state: string }>('SELECT id, state FROM alert_outbox ORDER BY id');
  expect(outbox.map(({ id }) => id).toSorted()).toEqual(ids);
  expect(all('SELECT COUNT(*) AS n FROM ledger')).toEqual([{ n: firings.length }]);
  database.close();
  const received = readFileSync(join(directory, 'received'), 'utf8').trim().split('\n');
  const delivered = outbox.filter(({ state }) => state === 'delivered').map(({ id }) => id);
  for (const id of delivered) expect(received).toContain(id);
  for (const id of received) expect(ids).toContain(id);
  // Only messages sent but not yet recorded at the kill may be sent again.
  const again = received.length - new Set(received).size;
  expect(again).toBeLessThanOrEqual(rounds * 50);
  return { firings: firings.length, again };
}
