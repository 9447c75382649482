import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findOwner, takeDirectory } from './owner-lock.ts';

const TAKER = fileURLToPath(new URL('./testing/take-lock.ts', import.meta.url));
const NOW = new Date('2026-01-15T12:00:00Z');
/** No system assigns pids this high. */
const DEAD_PID = 2 ** 30;

let directory = '';
const children = new Set<ChildProcess>();

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'tallyfoil-lock-')), 'data');
});
afterEach(async () => {
  await Promise.all([...children].map(end));
  rmSync(join(directory, '..'), { recursive: true, force: true });
});

const end = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.on('close', () => resolve());
    children.delete(child);
    child.kill('SIGKILL');
  });

/** Starts a process that waits for a start command. */
async function taker() {
  const child = spawn(process.execPath, [TAKER, directory], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.add(child);
  let heard = '';
  const lineAfter = (known: number) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const line = heard.split('\n')[known];
        if (heard.split('\n').length > known + 1 && line !== undefined) resolve(line);
        else child.stdout.once('data', () => setImmediate(look));
      };
      look();
    });
  child.stdout.on('data', (bytes: Buffer) => (heard += bytes.toString()));
  await lineAfter(0);
  return {
    child,
    take() {
      child.stdin.write('go\n');
      return lineAfter(1);
    },
  };
}

const ownerFile = (number: number, content: string) => writeFileSync(join(directory, `owner-${number}.json`), content);

test('of processes that start together, one owns the directory, even after the last owner was killed', async () => {
  for (let round = 0; round < 4; round++) {
    const takers = await Promise.all(Array.from({ length: 4 }, taker));
    const said = await Promise.all(takers.map(({ take }) => take()));
    expect(said.toSorted()).toEqual(['TF_DATA_DIRECTORY_OWNED', 'TF_DATA_DIRECTORY_OWNED', 'TF_DATA_DIRECTORY_OWNED', 'owned']);
    const winner = takers[said.indexOf('owned')]?.child;
    expect(await findOwner(directory)).toMatchObject({ pid: winner?.pid, url: null });
    // The winner exits first or last, to check that a refused process never releases the lock.
    for (const { child } of round % 2 === 0 ? takers : takers.toReversed()) await end(child);
    expect(await findOwner(directory)).toBeNull();
  }
  expect(readdirSync(directory)).toEqual(['owner-4.json', 'owner-4.token']);
});

test('a locked directory names its owner and address; a released one is free', async () => {
  const { take, child } = await taker();
  expect(await take()).toBe('owned');
  await expect(takeDirectory(directory, 'live', NOW)).rejects.toMatchObject({
    code: 'TF_DATA_DIRECTORY_OWNED',
    facts: { pid: child.pid, url: null },
  });
  await end(child);
  const lock = await takeDirectory(directory, 'simulated', NOW);
  await lock.announce('http://127.0.0.1:1');
  expect(await findOwner(directory)).toEqual({
    pid: process.pid,
    url: 'http://127.0.0.1:1',
    token: lock.token,
    source: 'simulated',
    startedAt: NOW.toISOString(),
  });
  await lock.release();
  expect(await findOwner(directory)).toBeNull();
});

describe('a lock without a living owner is taken over', () => {
  test.each([
    ['a dead process', JSON.stringify({ pid: DEAD_PID, url: 'http://127.0.0.1:1', source: 'live', startedAt: '' })],
    ...['yes', true].map((released) => [
      `released as ${JSON.stringify(released)}`,
      JSON.stringify({ pid: process.pid, url: null, source: 'live', startedAt: '', released }),
    ]),
    ['an empty file', ''],
    ['a cut file', '{"pid":12'],
    ['a file of another kind', 'null'],
    ['an invalid pid', '{"pid":"1"}'],
  ])('%s', async (_what, content) => {
    const lock = await takeDirectory(directory, 'live', NOW);
    ownerFile(9, content);
    expect(await findOwner(directory)).toBeNull();
    const next = await takeDirectory(directory, 'live', NOW);
    expect(readdirSync(directory)).toEqual(['owner-10.json', 'owner-10.token']);
    await next.release();
    await lock.release();
  });
});

test('a folder that is a file, or in one, is refused by name; it has no owner', async () => {
  writeFileSync(directory, 'not a folder');
  for (const place of [directory, join(directory, 'live')]) {
    await expect(takeDirectory(place, 'live', NOW)).rejects.toMatchObject({
      code: 'TF_DATA_DIRECTORY_UNUSABLE',
      message: expect.stringContaining(place) as string,
    });
    expect(await findOwner(place)).toBeNull();
  }
  expect(await findOwner(join(directory, '..', 'nothing'))).toBeNull();
  expect(existsSync(join(directory, '..', 'nothing'))).toBe(false);
});

describe('the token of an owner', () => {
  test('is stored beside its file, readable for its own user only, and differs for each owner', async () => {
    const lock = await takeDirectory(directory, 'live', NOW);
    expect(lock.token).toMatch(/^[0-9a-f]{64}$/);
    expect(await findOwner(directory)).toMatchObject({ token: lock.token });
    await lock.announce('http://127.0.0.1:1');
    expect(readFileSync(join(directory, 'owner-1.json'), 'utf8')).not.toContain(lock.token);
    if (process.platform !== 'win32') expect(statSync(join(directory, 'owner-1.token')).mode & 0o777).toBe(0o600);
    await lock.release();
    expect(readdirSync(directory)).toEqual(['owner-1.json']);
    const next = await takeDirectory(directory, 'live', NOW);
    expect(next.token).not.toBe(lock.token);
    await next.release();
  });

  test.each([
    ['missing', () => rmSync(join(directory, 'owner-1.token'))],
    ['empty', () => writeFileSync(join(directory, 'owner-1.token'), '')],
  ])('one that is %s is ignored, and the owner is still found', async (_what, spoil) => {
    const lock = await takeDirectory(directory, 'live', NOW);
    spoil();
    expect(await findOwner(directory)).toMatchObject({ pid: process.pid, token: null });
    await lock.release();
  });
});
