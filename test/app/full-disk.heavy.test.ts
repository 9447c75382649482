import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRawLog, verifyRawLog } from '../../src/runtime/raw-log/index.ts';
import { badDisk } from '../../src/runtime/raw-log/testing/disk.ts';
import { createEngine, createMarketService, overallHealth } from '../../src/services/market/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { venueById, venues } from '../../src/venues/index.ts';
import { readConfig } from '../../src/app/config.ts';
import { replayCommand } from '../../src/app/replay-command.ts';
import { RUN_START } from './testing/logged-run.ts';
import { ask, cleanUp, codedErrorOf, endChildren, launch, listening, run, temporaryFolder, until } from './testing/program.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

/** Programs of the system, not of a package. */
const SYSTEM = { mount: 'mount', umount: 'umount' } as const;

const mounted: string[] = [];

afterEach(async () => {
  await endChildren();
  for (const folder of mounted.splice(0)) execFileSync(SYSTEM.umount, ['-l', folder], { stdio: 'ignore' });
  await cleanUp();
});

/** Mounts a file system of this size; null if this user may not mount one. */
function smallDisk(kilobytes: number): string | null {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync(SYSTEM.mount, ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    // Only root on Linux may: the test below with a made-up disk runs everywhere.
    return null;
  }
  mounted.push(folder);
  return folder;
}

/** Fills a disk to the last byte. */
function fill(folder: string): string {
  const ballast = join(folder, 'ballast');
  try {
    for (let i = 0; ; i++) writeFileSync(ballast, Buffer.alloc(4_096), { flag: i === 0 ? 'w' : 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return ballast;
}

interface RawLogHealth {
  readonly state: string;
  readonly reason: string | null;
}

const rawLogOf = async (url: string): Promise<RawLogHealth> =>
  (await ask(url, 'get_data_health'))?.body['raw_log'] as RawLogHealth;

test('on a full disk answers continue, and the log reports why it fails and recovers', async ({ skip }) => {
  const disk = smallDisk(24_000);
  if (disk === null) return skip('this user may not mount a small file system');
  const folder = temporaryFolder();
  const env = { TALLYFOIL_DATA_DIR: join(disk, 'data') };
  const server = launch(['demo', '--seed', '4', '--scenario', 'busy'], { folder, env });
  const url = await listening(server);
  await until('a report', async () => ((await ask(url, 'get_report', { symbol: 'BTCUSDT' }))?.status === 200 ? true : undefined));
  expect(await rawLogOf(url)).toMatchObject({ state: 'writing', reason: null });
  const ballast = fill(disk);
  const failing = await until('a failing log', async () => {
    const rawLog = await rawLogOf(url);
    return rawLog.state === 'failing' ? rawLog : undefined;
  });
  expect(failing.reason).toContain('ENOSPC');
  expect(await ask(url, 'get_report', { symbol: 'BTCUSDT' })).toMatchObject({
    status: 200,
    body: { mid_price: expect.any(Number) as number, ingestion: { status: 'ok' } },
  });
  const health = (await (await fetch(`${url}/health`)).json()) as { status: string; reasons: string[] };
  expect(health.status).toBe('degraded');
  expect(health.reasons.join()).toContain('raw log is not written');
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^tallyfoil_raw_log_writing\{source="simulated"\} 0$/m);

  rmSync(ballast);
  await until('a log that writes again', async () => ((await rawLogOf(url)).state === 'writing' ? true : undefined));
  expect(server.process.exitCode).toBeNull();
  expect(await server.kill('SIGTERM')).toBe(0);
  const verified = await run(['verify'], { folder, env });
  expect(verified.code, verified.out + verified.err).toBe(0);
});

test('a start on a full disk is refused by name', async ({ skip }) => {
  const disk = smallDisk(200);
  if (disk === null) return skip('this user may not mount a small file system');
  fill(disk);
  const finished = await run(['demo'], { folder: temporaryFolder(), env: { TALLYFOIL_DATA_DIR: join(disk, 'data') } });
  expect({ code: finished.code, out: finished.out }).toEqual({ code: 1, out: '' });
  expect(codedErrorOf(finished)).toMatchObject({
    code: 'TF_DATA_DIRECTORY_UNUSABLE',
    message: expect.stringContaining('ENOSPC') as string,
  });
});

test('on a simulated disk failure the same holds, and a checkpoint after the gap replays', async () => {
  const directory = join(temporaryFolder(), 'log');
  const clock = createVirtualClock(RUN_START);
  const disk = badDisk();
  const engine = createEngine({ venues, source: 'simulated', settings: readConfig({}) });
  const rawLog = await openRawLog({
    directory,
    clock,
    venues: ['binance-spot'],
    source: 'simulated',
    configHash: 'test',
    checkpoint: () => engine.capture(),
    files: disk.files,
    backlogBytes: 4_000_000,
  });
  const exchange = createExchange({ venue: 'binance-spot', seed: 9, clock, levels: 200, intensity: 30, historyMinutes: 1 });
  const venue = venueById('binance-spot');
  if (venue === undefined) throw new Error('no venue');
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { seed: 9, backfillMinutes: 0 },
    apply(input) {
      const position = rawLog.append(input);
      return engine.apply(input, position);
    },
  });
  const { getReport } = createMarketService({ engine, clock, rawLog, syncWaitMs: 0 });
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds * 2; i++) {
      clock.advanceBy(500);
      await rawLog.flush();
    }
  };
  await pass(5);
  expect(rawLog.status().state).toBe('writing');
  disk.room = 10_000;
  await pass(30);
  expect(rawLog.status()).toMatchObject({ state: 'failing', reason: expect.stringContaining('ENOSPC') as string });
  expect(rawLog.status().lost).toBeGreaterThan(0);
  expect(overallHealth(engine, clock.now(), rawLog.status())).toMatchObject({ status: 'degraded' });
  expect(await getReport({ symbol: 'BTCUSDT' })).toMatchObject({
    ingestion: { status: 'ok' },
    mid_price: expect.any(Number) as number,
  });
  disk.room = Infinity;
  await pass(10);
  expect(rawLog.status()).toMatchObject({ state: 'writing', reason: null });
  driver.stop();
  exchange.stop();
  await rawLog.close();
  const report = await verifyRawLog(directory);
  expect(report).toMatchObject({ ok: true, corrupt: [], breaks: [] });
  expect(report.holes.length).toBeGreaterThan(0);
  // After the gap the log starts with a checkpoint, so it replays from there.
  const reports: string[] = [];
  const write = async (line: string) => void reports.push(line);
  await replayCommand({ path: directory, speed: 'max', emit: 'reports', fromSegment: '2' }, write);
  expect(JSON.parse(reports.at(-1) ?? '{}')).toMatchObject({
    ingestion: { status: 'ok' },
    mid_price: expect.any(Number) as number,
  });
});
