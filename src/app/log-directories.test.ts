import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Input } from '../runtime/feed/index.ts';
import { openRawLog } from '../runtime/raw-log/index.ts';
import { options, T0 } from '../runtime/raw-log/testing/disk.ts';
import { logDirectories, pathToReplay } from './log-directories.ts';
import { replayCommand } from './replay-command.ts';
import { verify } from './verify.ts';

const SECOND = 1_000_000;
const settings = {
  symbols: ['BTCUSDT'],
  streams: ['book'],
  wsHosts: [],
  restHosts: [],
  seed: 3,
  backfillMinutes: 0,
  auditSeconds: 0,
  recorded: false,
} as const;

/** A log of sessions with these starts and ends, in seconds. */
async function logOf(directory: string, sessions: readonly (readonly [from: number, to: number])[]): Promise<void> {
  mkdirSync(directory, { recursive: true });
  for (const [from, to] of sessions) {
    const log = await openRawLog(options(directory, { source: 'simulated' }));
    const inputs: readonly Input[] = [
      { kind: 'start', venue: 'binance-spot', at: T0 + from * SECOND, settings },
      { kind: 'tick', venue: 'binance-spot', at: T0 + to * SECOND },
    ];
    for (const input of inputs) log.append(input);
    await log.close();
  }
}

const dataFolder = () => mkdtempSync(join(tmpdir(), 'tallyfoil-data-'));
const none = { TALLYFOIL_DATA_DIR: join(tmpdir(), 'tallyfoil-nothing-here') };

test('a data directory with one source is replayed and verified without a choice', async () => {
  const base = dataFolder();
  await logOf(join(base, 'simulated'), [[0, 10]]);
  for (const path of [base, join(base, 'simulated'), join(base, 'simulated', 'raw')]) {
    expect((await verify({ path })).report).toHaveLength(1);
    expect(await replayCommand({ path, speed: 'max' }, async () => {})).toMatchObject({ source: 'simulated', inputs: 2 });
  }
  expect(pathToReplay(undefined, { TALLYFOIL_DATA_DIR: base })).toBe(join(base, 'simulated'));
});

test('with several sources, one has to be chosen, and the error names each', async () => {
  const base = dataFolder();
  const kinds = ['live', 'simulated'].map((source) => join(base, source));
  for (const directory of kinds) await logOf(directory, [[0, 1]]);
  expect(logDirectories(base, none)).toEqual(kinds);
  expect(() => pathToReplay(base, none)).toThrow(
    expect.objectContaining({
      code: 'TF_REPLAY_SEVERAL_LOGS',
      message: expect.stringContaining(kinds.join(', ')) as string,
      advice: expect.stringContaining(`tallyfoil.js replay ${kinds[0]}`) as string,
    }) as Error,
  );
});

test('a directory without a log is refused, and a file is read as a recording', () => {
  const base = dataFolder();
  const advice = expect.stringContaining('replay also takes a recording by its file') as string;
  expect(() => pathToReplay(base, none)).toThrow(expect.objectContaining({ code: 'TF_LOG_MISSING', advice }) as Error);
  expect(() => pathToReplay(undefined, none)).toThrow(expect.objectContaining({ code: 'TF_LOG_MISSING' }) as Error);
  writeFileSync(join(base, 'recording'), '');
  expect(pathToReplay(join(base, 'recording'), none)).toBe(join(base, 'recording'));
});

test('verify and replay report the time between sessions: start, end, length and reason', async () => {
  const base = dataFolder();
  await logOf(join(base, 'simulated'), [
    [0, 10],
    [55, 60],
    [70.5, 71],
  ]);
  const downtime = [
    { from: '2023-11-14T22:13:30.000Z', to: '2023-11-14T22:14:15.000Z', seconds: 45, reason: 'no record of this time' },
    { from: '2023-11-14T22:14:20.000Z', to: '2023-11-14T22:14:30.500Z', seconds: 10.5, reason: 'no record of this time' },
  ];
  const verified = await verify({ path: base });
  expect(verified).toMatchObject({ ok: true, report: [{ downtime }] });
  expect(await replayCommand({ path: base, speed: 'max' }, async () => {})).toMatchObject({ downtime });
});

test('a log of one session has no downtime', async () => {
  const base = dataFolder();
  await logOf(join(base, 'simulated'), [[0, 100]]);
  expect((await verify({ path: base })).report[0]?.downtime).toEqual([]);
  expect(await replayCommand({ path: base, speed: 'max' }, async () => {})).toMatchObject({ downtime: [] });
});

test('without a log, the error names the data directory as written', () => {
  expect(() => logDirectories(undefined, none)).toThrow(`There is no raw log in ${none.TALLYFOIL_DATA_DIR}.`);
});
