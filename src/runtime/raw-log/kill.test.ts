import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { shareOf } from '../../../test/testing/scale.ts';
import { seededRandom } from '../../core/index.ts';
import { options, readAll, temporary, texts } from './testing/disk.ts';
import { openRawLog, verifyRawLog } from './index.ts';

const ROUNDS = Math.max(2, shareOf(100));
const WRITER = fileURLToPath(new URL('./testing/kill-writer.ts', import.meta.url));

/** Runs a writer, kills it some time after its first commit, and returns the last position that it reported as committed. */
async function writeAndKill(directory: string, moreMs: number): Promise<{ session: number; seq: number }> {
  const child = spawn(process.execPath, [WRITER, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), moreMs);
    said += bytes.toString();
  });
  await new Promise((resolve) => child.on('close', resolve));
  // The last line may be incomplete.
  const [session = 0, seq = 0] = (said.split('\n').at(-2) ?? '').split(' ').map(Number);
  return { session, seq };
}

test('a writer killed at random leaves all it had committed, nothing corrupt, nothing twice', async () => {
  const directory = await temporary();
  const random = seededRandom(2026);
  for (let round = 1; round <= ROUNDS; round++) {
    const committed = await writeAndKill(directory, random() * 120);
    expect(committed.session).toBe(2 * round - 1);
    expect(committed.seq).toBeGreaterThan(0);
    const log = await openRawLog(options(directory));
    log.append({ kind: 'tick', venue: 'binance-spot', at: round });
    await log.close();
    const items = await readAll(directory, { session: committed.session });
    const seqs = items.map(({ position }) => position.seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(seqs.length).toBeGreaterThanOrEqual(committed.seq);
    expect(texts(items)).toEqual(texts(items).map((_, index) => `{"n":${index + 1}}`));
    expect(await verifyRawLog(directory)).toMatchObject({ ok: true, tornTail: null, corrupt: [], breaks: [] });
  }
});
