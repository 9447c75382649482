import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cleanUp, launch, listening, run, temporaryFolder, until, type Environment } from './testing/program.ts';
import { relayTo } from './testing/relay.ts';
import { closeServed, hostsEnvironment, serveSimulated } from './testing/served.ts';

/** Programs of the system, not of a package. */
const SYSTEM = { mount: 'mount', umount: 'umount' } as const;
const mounted: string[] = [];

afterEach(async () => {
  for (const folder of mounted.splice(0)) execFileSync(SYSTEM.umount, ['-l', folder], { stdio: 'ignore' });
  await cleanUp();
  await closeServed();
});

interface Finding {
  readonly check: string;
  readonly level: string;
  readonly what: string;
  readonly advice: string | null;
}

async function examine(folder: string, env: Environment): Promise<{ code: number | string; findings: Finding[] }> {
  const { code, out, err } = await run(['doctor', '--json'], { folder, env });
  if (out === '') throw new Error(err);
  return { code, findings: (JSON.parse(out) as { findings: Finding[] }).findings };
}

const problems = ({ findings }: { findings: Finding[] }) => findings.filter(({ level }) => level === 'problem');

test('a healthy machine has no problems, with a server and without', async () => {
  const folder = temporaryFolder();
  const env = hostsEnvironment(await serveSimulated({ venue: 'binance-spot' }));
  const alone = await examine(folder, env);
  expect(problems(alone)).toEqual([]);
  expect(alone.code).toBe(0);
  await listening(launch(['serve'], { folder, env }));
  await until('a server in order', async () => {
    const found = await examine(folder, env);
    return found.code === 0 && found.findings.some(({ what }) => what.includes('SIMULATED: version')) ? true : undefined;
  });
});

test('an exchange whose clock is 30 s off, and a symbol that it never sends, are named', async () => {
  const served = await serveSimulated({ venue: 'binance-spot', faults: 'clock_step@0s+30s,drop:1=ETHUSDT' });
  const found = await examine(temporaryFolder(), hostsEnvironment(served));
  expect(found.code).toBe(1);
  const named = problems(found).map(({ what }) => what);
  expect(named).toContainEqual(expect.stringMatching(/clock is (29|30|31)\.\d s behind Binance Spot/));
  expect(named).toContainEqual(expect.stringContaining('binance-spot:ETHUSDT book'));
  expect(named.filter((what) => what.includes('BTCUSDT'))).toEqual([]);
  expect(problems(found).every(({ advice }) => (advice ?? '').length > 10)).toBe(true);
});

test('a silent channel on a live connection of a running server is named', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const served = await serveSimulated({ venue: 'binance-spot' });
  const relay = await relayTo(served);
  try {
    const env = { ...hostsEnvironment(served), BINANCE_SPOT_WS_URL: relay.wsUrl, BINANCE_SPOT_REST_URL: relay.restUrl };
    await listening(launch(['serve'], { folder, env }));
    await until('all channels', async () => {
      const { findings } = await examine(folder, env);
      return findings.some(({ what }) => what === 'all 8 channels deliver') ? true : undefined;
    });
    relay.mute(/"ethusdt@bookTicker"/);
    const look = async () => {
      const found = problems(await examine(folder, env)).filter(({ check }) => check === 'channels');
      return found.length > 0 ? found : undefined;
    };
    // Until the usual rate of the channel is known, half a minute of silence is reported.
    const silent = await until('the silent channel', look, 60_000);
    expect(silent.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^binance-spot:ETHUSDT quote (does not deliver|is silent)/),
    ]);
  } finally {
    await relay.close();
  }
});

test('a host that refuses this location is named, and so is a taken port', async () => {
  const stranger = createServer((_request, response) => response.writeHead(451).end('{}'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const { port } = stranger.address() as AddressInfo;
  try {
    const host = `127.0.0.1:${port}`;
    const env = { BINANCE_SPOT_REST_URL: `http://${host}`, BINANCE_SPOT_WS_URL: `ws://${host}`, TALLYFOIL_PORT: String(port) };
    const named = problems(await examine(temporaryFolder(), env)).map(({ what }) => what);
    expect(named).toContainEqual(expect.stringContaining(`http://${host}: blocked, HTTP 451`));
    expect(named).toContainEqual(expect.stringContaining(`${port} on 127.0.0.1 is taken by another program`));
    expect(named.filter((what) => what.includes('channel'))).toEqual([]);
  } finally {
    stranger.close();
  }
});

test('a disk that is full to the last byte is named', async ({ skip }) => {
  const folder = temporaryFolder();
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  try {
    execFileSync(SYSTEM.mount, ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    skip('only root on Linux may mount a small disk; a made-up one is tested beside the check');
  }
  mounted.push(disk);
  try {
    for (let i = 0; ; i++) writeFileSync(join(disk, 'ballast'), Buffer.alloc(4_096), { flag: i === 0 ? 'w' : 'a' });
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  }
  const env = { ...hostsEnvironment(await serveSimulated({ venue: 'binance-spot' })), TALLYFOIL_DATA_DIR: disk };
  expect(problems(await examine(folder, env))).toEqual([
    expect.objectContaining({ check: 'disk', what: expect.stringContaining(`the disk of ${disk} is full`) as string }),
  ]);
});

test('an unreadable data directory is not reported as free', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  symlinkSync('live', join(folder, 'data', 'live'));
  const found = await examine(folder, hostsEnvironment(await serveSimulated({ venue: 'binance-spot' })));
  expect(found.code).toBe(1);
  expect(problems(found)).toContainEqual(expect.objectContaining({ check: 'server', what: expect.stringContaining('ELOOP') }));
});

test('with an invalid configuration, only that is reported besides Node', async () => {
  const found = await examine(temporaryFolder(), { TALLYFOIL_PORT: 'x' });
  expect(found.findings.map(({ check, level }) => `${check} ${level}`)).toEqual(['node ok', 'configuration problem']);
});
